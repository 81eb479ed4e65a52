// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"
#include "ui/models/panelsnapshot.h"

#include <memory>
#include <stop_token>

namespace weir {

/// One panel's newest matches: the last few at once, then only what is new.
///
/// Thread: that of the reader, which outlives it.
class PanelTail final
{
public:
    /// More than any panel shows.
    static constexpr std::size_t maxRows = 80;

    PanelTail(IndexReader& reader, View view);

    Result<Done> load(const std::stop_token& stop);
    Result<Done> extendTo(EventSeq ceiling);
    EventSeq ceiling() const { return m_view.ceiling; }

    /// Forgets rows before a time.
    void forgetBefore(TimePoint time);
    PanelSnapshot snapshot() const;

private:
    void addMatches(const StoredBatch& stored, EventSeq ceiling);

    IndexReader& m_reader;
    View m_view;
    std::vector<LogRow> m_rows; ///< ascending by key
};

} // namespace weir
