// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weir {

/// How the log list shows its rows: what a view saves, a session restores and the list's menu
/// changes. A value.
struct ListSettings
{
    enum class TimeForm {
        Time, ///< 13:02:51.143
        DateTime, ///< 2026-11-23 13:02:51.143
        Relative, ///< 3 s ago
        Delta, ///< +0.024 s since the row above
    };
    enum class Density { Compact, Normal, Roomy };

    struct Column
    {
        /// A name of the query language: `time`, `level`, `service`, `body` or any field.
        std::string field;
        int width = 0; ///< pixels at 100 %; 0: as wide as usual; the last column takes the rest

        friend bool operator==(const Column&, const Column&) = default;
    };

    std::vector<Column> columns{{"time"}, {"level"}, {"service"}, {"body"}}; ///< never empty
    TimeForm timeForm = TimeForm::Time;
    std::string zone = "UTC"; ///< `UTC`, `local` or a name of the tz database
    Density density = Density::Normal;
    bool wraps = false;

    friend bool operator==(const ListSettings&, const ListSettings&) = default;
};

} // namespace weir
