// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"
#include "ui/models/background.h"

#include <QByteArray>

#include <filesystem>
#include <utility>
#include <vector>

namespace weir {

/// Reads events again to copy what the rows of a list do not hold: their payloads, or the events as
/// JSON. In a thread of its own with a reader of its own, so the list does not wait.
class EventCopier final
{
public:
    enum class Form {
        Raw, ///< the payloads byte for byte; between two of them a line break
        Json, ///< NDJSON, a line an event
    };
    /// The matches from the first to the last key, both with it.
    using Span = std::pair<EventKey, EventKey>;

    /// What a clipboard should hold at most.
    struct Limits
    {
        std::size_t events = 100'000;
        qsizetype bytes = qsizetype{64} << 20;
    };
    struct Copied
    {
        QByteArray bytes; ///< ascending, or in the order of the events
        std::size_t events = 0;
        bool isWhole = true; ///< false: more was selected, and these are the newest of it
    };

    /// `finished` is called in the worker's thread and must not block.
    EventCopier(std::filesystem::path index, std::function<void()> finished, Limits limits);

    /// The view is that of the list, the spans ascend. A newer call ends the one before.
    void copy(const View& view, std::vector<Span> spans, Form form);
    /// These events, in this order. All matches from the first to the last of them are read, so there
    /// should not be many others in between.
    void copy(const View& view, std::vector<EventKey> events, Form form);
    std::optional<Result<Copied>> take() { return m_background.take(); }

private:
    std::filesystem::path m_index;
    const Limits m_limits;
    Background<Result<Copied>> m_background;
};

} // namespace weir
