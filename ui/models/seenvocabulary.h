// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/completion.h"
#include "core/storedbatch.h"

#include <filesystem>
#include <map>
#include <memory>

namespace weir {

/// The fields and values of the newest events, counted among them: what a query is most likely about.
/// Thread safety: immutable once made.
class SeenVocabulary final : public QueryVocabulary
{
public:
    /// Of an index; empty when there is none. Reads some blocks: not for the GUI thread.
    static std::shared_ptr<const SeenVocabulary> read(const std::filesystem::path& index);

    SeenVocabulary() = default;
    explicit SeenVocabulary(const std::vector<EventRef>& events);

    std::vector<Word> fields() const override { return m_fields; }
    std::vector<Word> values(std::string_view canonicalName) const override;

    /// How many were looked at.
    std::size_t events() const { return m_events; }

private:
    std::size_t m_events = 0;
    std::vector<Word> m_fields; ///< the commonest first
    std::map<std::string, std::vector<Word>, std::less<>> m_values; ///< the commonest first
};

} // namespace weir
