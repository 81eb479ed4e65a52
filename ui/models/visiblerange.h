// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/config/config.h"
#include "core/timepoint.h"

#include <QObject>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace weir {

/// The stretch of time every page shows, whether it moves with the clock, and the cursor in it. One
/// for the whole window: moving one chart moves them all.
///
/// Live: the last `length` up to now, or everything. Fixed: what somebody marked. Paused: live, but
/// held at the moment of the pause until resumed.
/// Thread: GUI.
class VisibleRange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VisibleRange)

public:
    /// `clock` outlives it.
    explicit VisibleRange(const Clock& clock, QObject* parent = nullptr);

    bool isFixed() const { return m_fixed.has_value(); }
    bool isPaused() const { return m_pausedAt.has_value(); }
    /// Moves with the clock at this moment.
    bool isFollowing() const { return !isFixed() && !isPaused(); }
    /// Of the live range; nothing: everything there is.
    std::optional<Nanoseconds> length() const { return m_length; }

    /// What a query asks for. Open at the end while live: an event may carry a time ahead of ours.
    TimeRange queried() const;
    /// What a chart draws: ends now. Begins at TimePoint::min() while everything is shown.
    TimeRange drawn() const;
    /// The same where nothing is older than `oldest`: while live, what there is fills the width, a
    /// minute at least.
    TimeRange drawnFrom(TimePoint oldest) const;
    /// Now, or the moment of the pause.
    TimePoint end() const;

    /// In which all pages write its times: that of the log list that was looked at last.
    const QTimeZone& zone() const { return m_zone; }
    void setZone(const QTimeZone& zone);

    std::optional<TimePoint> cursor() const { return m_cursor; }

    /// As a view or a session keeps it.
    ViewRange shown() const { return {m_fixed ? std::nullopt : m_length, m_fixed}; }
    void show(const ViewRange& range);
    /// Takes everything over but the cursor: stretch, pause and the way back.
    void setSame(const VisibleRange& other);

public slots:
    /// Silent when nothing changes, as all of these, so two views that follow each other come to rest.
    void setLive(std::optional<weir::Nanoseconds> length);
    /// Remembers what was shown before, for goBack().
    void setFixed(weir::TimeRange range);
    void setPaused(bool paused);
    /// To what was shown before the last setFixed(); does nothing without one.
    void goBack();
    void setCursor(std::optional<weir::TimePoint> time);

signals:
    /// Another stretch, not merely the passing of time.
    void changed();
    void pausedChanged(bool paused);
    void cursorChanged();
    void zoneChanged();

private:
    struct Shown
    {
        std::optional<Nanoseconds> length;
        std::optional<TimeRange> fixed;

        friend bool operator==(const Shown&, const Shown&) = default;
    };

    const Clock& m_clock;
    std::optional<Nanoseconds> m_length = std::chrono::minutes(15);
    std::optional<TimeRange> m_fixed;
    std::optional<TimePoint> m_pausedAt;
    std::optional<TimePoint> m_cursor;
    QTimeZone m_zone = QTimeZone::utc();
    std::vector<Shown> m_before;
};

} // namespace weir
