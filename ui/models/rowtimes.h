// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"
#include "ui/models/listsettings.h"

#include <QString>
#include <QTimeZone>

#include <optional>

namespace weir {

/// Writes the times of rows as the list's settings want them. What a zone is off by is looked up
/// once a quarter of an hour of what is shown, not once a row. Thread: one at a time.
class RowTimes final
{
public:
    /// An unknown zone is UTC.
    explicit RowTimes(const ListSettings& settings);

    /// `above` is the time of the row above, for TimeForm::Delta; `now` for TimeForm::Relative.
    QString text(TimePoint time, std::optional<TimePoint> above, TimePoint now) const;

    /// Whether the texts change as time goes by.
    bool ages() const { return m_form == ListSettings::TimeForm::Relative; }

private:
    TimePoint local(TimePoint time) const;

    ListSettings::TimeForm m_form;
    QTimeZone m_zone;
    bool m_isUtc;
    mutable std::int64_t m_quarter = -1; ///< of an hour, since 1970, that m_offset is of
    mutable Nanoseconds m_offset{};
};

/// `+0.024 s`, `+75.000 s`, `-0.003 s`; from 1,000 s on `+17 min` and the like.
QString deltaText(Nanoseconds since);

/// `3 s ago`, `2 h ago`, `in 5 s`, `now` within a second.
QString relativeText(Nanoseconds ago);

} // namespace weir
