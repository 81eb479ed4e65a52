// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "ui/models/listsettings.h"

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// What makes one log list look as it does: what a session restores and a new tab copies. A value.
struct LogsState
{
    QString query; ///< as typed, also when it is not valid yet
    std::optional<ListSettings> list; ///< none: as `[window]` of weir.toml says
    std::vector<std::string> views; ///< switched on, by name, in that order
    std::vector<std::string> highlights; ///< names of sets
    std::vector<HighlightRule> labels; ///< quick ones
    std::optional<ViewRange> range; ///< of a pinned list; else it shows the window's
    QByteArray panels; ///< widths of the panels beside the list, as they keep them

    friend bool operator==(const LogsState&, const LogsState&) = default;
};

/// One tab: one list, or two beside each other.
struct LogsTabState
{
    QString name; ///< given by hand; empty: it is named after its query
    std::vector<LogsState> lists{LogsState{}}; ///< one or two
    std::vector<int> widths; ///< of two: their shares

    friend bool operator==(const LogsTabState&, const LogsTabState&) = default;
};

struct LogsTabsState
{
    std::vector<LogsTabState> tabs{LogsTabState{}}; ///< never empty
    std::size_t current = 0;

    friend bool operator==(const LogsTabsState&, const LogsTabsState&) = default;
};

} // namespace weir
