// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QObject>
#include <QString>

#include <optional>

namespace weir {

/// How one page leads to another. Pages emit by calling; the window listens. Thread: GUI.
class Navigator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigator)

public:
    enum class Page { Logs, Dashboards, Alerts, Sources, Settings };
    Q_ENUM(Page)

    using QObject::QObject;

    void show(Page page) { emit pageWanted(page); }
    /// A place of a page, such as `sources/add`.
    void open(const QString& place) { emit placeWanted(place); }
    /// The log page with this query; without a range the visible one stays. With a time the list stands
    /// there, else at the newest.
    void openLogs(const QString& query, std::optional<TimeRange> range = {},
                  std::optional<TimePoint> at = {})
    {
        emit logsWanted(query, range, at);
    }

signals:
    void pageWanted(weir::Navigator::Page page);
    void placeWanted(const QString& place);
    void logsWanted(const QString& query, std::optional<weir::TimeRange> range,
                    std::optional<weir::TimePoint> at);
};

} // namespace weir
