// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges that are fetched again: their events are purged first, and only when none is left their
// offsets are opened.
#include "store/write/compactor.h"

namespace weir {

void Compactor::reread(std::string source, std::vector<StreamRange> ranges, RereadDone done)
{
    add({[this, source = std::move(source), ranges = std::move(ranges),
          done](const std::stop_token& stop) { done(reread(source, ranges, stop)); },
         [done](const Error& error) { done(error); }});
}

Result<RereadOutcome> Compactor::reread(const std::string& source,
                                        const std::vector<StreamRange>& ranges,
                                        const std::stop_token& stop)
{
    std::vector<Reread> open;
    if (const auto begun = beginReread(source, ranges, open, stop); !begun)
        return begun.error();
    if (open.empty())
        return RereadOutcome{};
    auto taken = takeOut(open, stop);
    if (taken)
        return taken;
    return Error{taken.error().code, taken.error().subject,
                 taken.error().detail + "; it is finished when the collector starts again"};
}

/// `open`: everything that is to be taken out, also what was begun earlier.
Result<Done> Compactor::beginReread(const std::string& source,
                                    const std::vector<StreamRange>& ranges,
                                    std::vector<Reread>& open, const std::stop_token& stop)
{
    // Of a slice that cannot be sealed nothing can be removed.
    if (!ranges.empty()) {
        if (const auto sealed = sealAll(stop); !sealed)
            return sealed;
        if (!m_unreadable.empty())
            return Error{Error::Code::Corrupt, m_unreadable.begin()->filename().string(),
                         "is damaged, so nothing can be taken out of it to be read again"};
    }
    return m_writer.call(
        [&](SliceSet& set) {
            const auto begun = set.beginReread(source, ranges, m_clock.now());
            auto all = begun ? set.openRereads() : begun.error();
            if (!all)
                return Result<Done>(all.error());
            open = std::move(*all);
            return Result<Done>(Done{});
        },
        stop);
}

Result<RereadOutcome> Compactor::takeOut(const std::vector<Reread>& open,
                                         const std::stop_token& stop)
{
    const auto purged = purge(choiceOf(open), stop);
    if (!purged)
        return purged.error();
    const auto ended = m_writer.call(
        [&](SliceSet& set) { return set.endRereads(open, m_clock.now()); }, stop);
    if (!ended)
        return ended.error();
    return RereadOutcome{open, purged->events, purged->unreadable};
}

} // namespace weir
