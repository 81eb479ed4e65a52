// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/rangeentry.h"

#include "core/clock.h"
#include "ui/models/timegoal.h"
#include "ui/models/visiblerange.h"
#include "ui/widgets/plainlabel.h"

#include <QGridLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

namespace weir {

RangeEntry::RangeEntry(VisibleRange& range, const Clock& clock, const QTimeZone& zone,
                       QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_range(range)
    , m_clock(clock)
    , m_zone(zone)
    , m_from(new QLineEdit)
    , m_to(new QLineEdit)
    , m_problem(new PlainLabel({}, "error", this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setProperty("role", QStringLiteral("overlay"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 12, 12, 12);
    const auto add = [&](int row, const QString& title, QLineEdit* line, const char* name,
                         const QString& hint) {
        auto* label = new PlainLabel(title, "label", this);
        label->setBuddy(line);
        line->setObjectName(QLatin1String(name));
        line->setAccessibleName(title);
        line->setPlaceholderText(hint);
        line->setMaxLength(200);
        line->setMinimumWidth(fontMetrics().horizontalAdvance(hint) + 24);
        grid->addWidget(label, row, 0);
        grid->addWidget(line, row, 1);
        connect(line, &QLineEdit::returnPressed, this, &RangeEntry::submit);
        connect(line, &QLineEdit::textEdited, this, [this] { setProblem({}, nullptr); });
    };
    add(0, tr("From"), m_from, "rangeFrom", tr("-6h, 14:05, yesterday 14:05, 2026-11-23 14:05"));
    add(1, tr("To"), m_to, "rangeTo", tr("now, 14:35, 2026-11-23 14:35"));
    grid->addWidget(
        new PlainLabel(tr("Times are %1. Empty: up to now.").arg(QString::fromLatin1(zone.id())),
                       "hint", this),
        2, 1);
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("rangeProblem"));
    m_problem->hide();
    grid->addWidget(m_problem, 3, 0, 1, 2);
    auto* show = new QPushButton(tr("Show"));
    show->setProperty("role", QStringLiteral("primary"));
    show->setAutoDefault(false);
    connect(show, &QPushButton::clicked, this, &RangeEntry::submit);
    grid->addWidget(show, 4, 1, Qt::AlignRight);
    if (range.isFixed()) {
        m_offered = range.queried();
        m_from->setText(timeGoalText(m_offered->from, zone));
        m_to->setText(timeGoalText(m_offered->to, zone));
    }
}

void RangeEntry::showAt(const QPoint& global)
{
    adjustSize();
    QRect place(global, size());
    if (const QScreen* screen = QGuiApplication::screenAt(global)) {
        const QRect room = screen->availableGeometry();
        place.moveLeft(
            std::clamp(place.left(), room.left(), std::max(room.left(), room.right() - width())));
        place.moveTop(
            std::clamp(place.top(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(place.topLeft());
    show();
    m_from->setFocus();
    m_from->selectAll();
}

void RangeEntry::setProblem(const QString& reason, QLineEdit* line)
{
    m_problem->setText(reason);
    m_problem->setHidden(reason.isEmpty());
    for (QLineEdit* each : {m_from, m_to})
        each->setAccessibleDescription(each == line ? reason : QString());
    if (line != nullptr)
        line->setFocus();
    adjustSize();
}

/// What has been left as it was is the same time, whatever the text leaves out of it.
std::optional<TimePoint> RangeEntry::timeIn(const QLineEdit& line, TimePoint now,
                                            TimePoint reference) const
{
    if (m_offered) {
        const TimePoint offered = &line == m_from ? m_offered->from : m_offered->to;
        if (line.text() == timeGoalText(offered, m_zone))
            return offered;
    }
    return parseTimeGoal(line.text(), now, reference, m_zone);
}

void RangeEntry::submit()
{
    const QString notTime =
        tr("Not a time: write 14:05:10, yesterday 14:05, 2026-11-23 14:05 or -15m");
    const TimePoint now = m_clock.now();
    const auto from = timeIn(*m_from, now, now);
    if (!from) {
        setProblem(notTime, m_from);
        return;
    }
    const QString end = m_to->text().trimmed();
    const bool isUpToNow = end.isEmpty() || end.compare(QLatin1String("now"), Qt::CaseInsensitive) == 0;
    auto to = isUpToNow ? std::optional(now) : timeIn(*m_to, now, *from);
    // A time of day alone is one of the day of the beginning; after midnight it may be today's.
    if (!isUpToNow && to && *to <= *from)
        to = timeIn(*m_to, now, now);
    if (!to) {
        setProblem(notTime, m_to);
        return;
    }
    if (*to <= *from) {
        setProblem(tr("It ends before it begins"), m_to);
        return;
    }
    if (isUpToNow && m_from->text().trimmed().startsWith(QLatin1Char('-')))
        m_range.setLive(*to - *from);
    else
        m_range.setFixed({*from, *to});
    close();
}

} // namespace weir
