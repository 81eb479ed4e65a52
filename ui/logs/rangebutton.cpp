// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rangebutton.h"

#include "core/clock.h"
#include "ui/actions.h"
#include "ui/logs/rangeentry.h"
#include "ui/models/collectorclient.h"
#include "ui/models/format.h"
#include "ui/models/timegoal.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QStyle>

namespace weir {

namespace {

constexpr int roomForWords = 560; ///< of the page
constexpr int clockBegin = 11; ///< of the time of day in a text with the date
constexpr int clockLength = 8;

QPixmap dot(const QColor& color, qreal zoom, qreal ratio)
{
    QPixmap pixmap(QSize(16, 16) * zoom * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.scale(zoom, zoom);
    painter.drawEllipse(QRectF(5, 5, 7, 7));
    return pixmap;
}

} // namespace

RangeButton::RangeButton(VisibleRange& range, const Clock& clock, Theme& theme, QWidget* parent)
    : QToolButton(parent)
    , m_range(range)
    , m_clock(clock)
    , m_theme(theme)
{
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &RangeButton::fillMenu);
    connect(&range, &VisibleRange::changed, this, &RangeButton::refresh);
    connect(&range, &VisibleRange::pausedChanged, this, &RangeButton::refresh);
    connect(&theme, &Theme::changed, this, &RangeButton::refresh);
    refresh();
}

void RangeButton::refresh()
{
    const Colors& colors = m_theme.colors();
    const bool canArrive =
        !m_client || m_client->connection() != CollectorClient::Connection::None;
    const bool follows = m_range.isFollowing() && canArrive;
    QString text;
    if (m_range.isFixed()) {
        const TimeRange range = m_range.queried();
        text = timeGoalText(range.from, m_zone).mid(clockBegin, clockLength)
            + QStringLiteral(" – ") + timeGoalText(range.to, m_zone).mid(clockBegin, clockLength);
    } else if (m_range.isFollowing() && !canArrive) {
        text = m_range.length() ? tr("Last %1").arg(durationText(*m_range.length()))
                                : tr("Everything");
    } else {
        text = (follows ? tr("Live · ") : tr("Paused · "))
            + (m_range.length() ? tr("last %1").arg(durationText(*m_range.length()))
                                : tr("everything"));
    }
    const bool isTight = m_room > 0 && m_room < m_theme.scaled(roomForWords);
    QString shown = text;
    if (isTight && !m_range.isFixed()) // the dot says the rest
        shown = m_range.length() ? durationText(*m_range.length()) : tr("Everything");
    setText(shown + QStringLiteral(" ▾"));
    const bool isHeld = m_range.isPaused() && !m_range.isFixed();
    setIcon(dot(follows      ? colors.accent
                    : isHeld ? colors.warn()
                             : colors.text2,
                m_theme.zoom() / 100.0, devicePixelRatioF()));
    setProperty("role", follows ? QStringLiteral("primary") : QString());
    style()->unpolish(this);
    style()->polish(this);
    setAccessibleName(tr("Time range: %1").arg(text));
}

void RangeButton::setCollector(const CollectorClient& client)
{
    m_client = &client;
    connect(&client, &CollectorClient::connectionChanged, this, &RangeButton::refresh);
    refresh();
}

void RangeButton::setZone(const QTimeZone& zone)
{
    m_zone = zone;
    refresh();
}

void RangeButton::setRoom(int width)
{
    m_room = width;
    refresh();
}

void RangeButton::fillMenu()
{
    using std::chrono::hours;
    using std::chrono::minutes;
    menu()->clear();
    menu()->addAction(m_range.isPaused() ? tr("Go on following") : tr("Pause"), this,
                      [this] { m_range.setPaused(!m_range.isPaused()); });
    menu()->addSeparator();
    for (const Nanoseconds length : {Nanoseconds(minutes(5)), Nanoseconds(minutes(15)),
                                     Nanoseconds(hours(1)), Nanoseconds(hours(6)),
                                     Nanoseconds(hours(24))}) {
        auto* action = menu()->addAction(tr("Last %1").arg(durationText(length)), this,
                                         [this, length] { m_range.setLive(length); });
        action->setCheckable(true);
        action->setChecked(!m_range.isFixed() && m_range.length() == length);
    }
    auto* everything = menu()->addAction(tr("Everything"), this, [this] { m_range.setLive({}); });
    everything->setCheckable(true);
    everything->setChecked(!m_range.isFixed() && !m_range.length());
    menu()->addSeparator();
    // Queued: the menu has to be gone before another popup comes.
    menu()->addAction(tr("From – to…"), this, &RangeButton::enterRange, Qt::QueuedConnection);
    QAction* const offered = m_actions != nullptr ? m_actions->find(m_offered) : nullptr;
    if (offered != nullptr)
        menu()->addAction(offered->text(), offered, &QAction::trigger, Qt::QueuedConnection);
}

void RangeButton::offer(const Actions& actions, const QString& id)
{
    m_actions = &actions;
    m_offered = id;
}

void RangeButton::enterRange()
{
    auto* entry = new RangeEntry(m_range, m_clock, m_zone, this);
    entry->showAt(mapToGlobal(QPoint(0, height())));
}

} // namespace weir
