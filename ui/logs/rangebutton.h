// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimeZone>
#include <QToolButton>

namespace weir {

class Actions;
class Clock;
class CollectorClient;
class Theme;
class VisibleRange;

/// `● Live · last 15 min ▾`: what stretch of time every page shows, and a menu for another: some lengths,
/// from and to as they are typed, and what the page offers beside.
/// Shared by the pages: each has one over the same range. Thread: GUI.
class RangeButton final : public QToolButton
{
    Q_OBJECT

public:
    /// All outlive it.
    RangeButton(VisibleRange& range, const Clock& clock, Theme& theme, QWidget* parent = nullptr);

    /// Without a collector nothing new arrives, so that nothing is said to be live.
    void setCollector(const CollectorClient& client);
    /// A command that stands in the menu, too.
    void offer(const Actions& actions, const QString& id);
    /// Of the times that it shows and reads; at first UTC.
    void setZone(const QTimeZone& zone);
    /// How wide the page is: in a narrow one only the length is said, and the dot says the rest. 0: all is said.
    void setRoom(int width);

private:
    void refresh();
    void fillMenu();
    void enterRange();

    VisibleRange& m_range;
    const Clock& m_clock;
    Theme& m_theme;
    const CollectorClient* m_client = nullptr; ///< null: something arrives
    const Actions* m_actions = nullptr;
    QString m_offered; ///< id of an action
    int m_room = 0;
    QTimeZone m_zone = QTimeZone::utc();
};

} // namespace weir
