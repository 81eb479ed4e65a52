// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/fetchsearch.h"
#include "app/collector/quarantineledger.h"

#include <optional>

namespace weir {

/// What a source notes and must leave out, over the ledger and the memory that outlives the process.
class SourceQuarantine final : public Quarantine
{
public:
    /// `ledger` and `slot` outlive it; `slot` may be null: then nothing is noted. `search`: for a source
    /// whose records can kill before they are seen. `keepsHead`: of what kills, the first bytes are kept;
    /// not for a source that redacts, as nothing has been taken out of them.
    SourceQuarantine(std::string source, QuarantineLedger& ledger, DecodingSlot* slot,
                     std::optional<FetchSearch> search, bool keepsHead = true);

    void investigate(const std::function<bool()>& isStopping) override;
    const std::vector<QuarantinedRange>& ranges() const override { return m_ranges; }
    void begin(const Stream& stream, std::int64_t offset, std::string_view payload) override;
    void end() override;

private:
    void readLedger();
    void noteStream(const Stream& stream);
    void noteHead(const Stream& stream, std::string_view payload);

    const std::string m_source;
    QuarantineLedger& m_ledger;
    DecodingSlot* const m_slot;
    std::optional<FetchSearch> m_search;
    const bool m_keepsHead;
    std::vector<QuarantinedRange> m_ranges;
    std::vector<QuarantinedRange> m_suspects; ///< died of, but not often enough
    Stream m_noted; ///< what the slot says
    bool m_knowsThread = false;
};

} // namespace weir
