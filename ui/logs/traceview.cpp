// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/traceview.h"

#include "core/query/query.h"
#include "ui/logs/eventlist.h"
#include "ui/logs/tracetimeline.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

namespace weir {

namespace {

constexpr std::size_t mostEvents = 2000;
constexpr int leastList = 24;
constexpr int roomForTimeline = 150; ///< pixels at 100 %: else the list has what there is

} // namespace

TraceView::TraceView(std::filesystem::path index, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_head(new PlainLabel({}, "label"))
    , m_open(new QPushButton(tr("Show in the list")))
    , m_timeline(new TraceTimeline(theme))
    , m_list(new EventList(theme))
    , m_questions(std::move(index),
                  [this] { QMetaObject::invokeMethod(this, &TraceView::takeOver, Qt::QueuedConnection); })
{
    m_head->setWordWrap(true);
    m_head->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_open->setProperty("role", QStringLiteral("link"));
    m_list->setMinimumHeight(leastList);
    m_list->setAccessibleName(tr("Events of the trace"));
    // Below each other: an id has no place where it may break.
    auto* head = new QVBoxLayout;
    head->setContentsMargins(14, 8, 14, 4);
    head->setSpacing(4);
    head->addWidget(m_head);
    head->addWidget(m_open, 0, Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_timeline);
    column->addWidget(m_list, 1);
    connect(m_timeline, &TraceTimeline::chosen, this, &TraceView::eventWanted);
    connect(m_list, &EventList::chosen, this, &TraceView::eventWanted);
    connect(m_open, &QPushButton::clicked, this, [this] {
        Expr test;
        test.kind = Expr::Kind::FieldEquals;
        test.field = "trace_id";
        test.text = m_traceId;
        emit queryWanted(QString::fromStdString(printFilter(test)));
    });
    say(tr("No event is selected."));
}

void TraceView::say(const QString& text)
{
    m_head->setText(text);
}

void TraceView::setZone(const QTimeZone& zone)
{
    m_timeline->setZone(zone);
    m_list->setZone(zone);
}

void TraceView::setEvent(EventKey event, const std::string& traceId)
{
    m_event = event;
    m_traceId = traceId;
    m_open->setVisible(!traceId.empty());
    if (traceId.empty() || traceId != m_shownId) {
        m_questions.cancel();
        m_shownId.clear();
        m_timeline->setLines({}, {});
        m_list->setLines({});
        say(traceId.empty() ? tr("This event has no trace id.") : tr("Looking for the trace …"));
    }
    if (isVisible())
        ask();
}

void TraceView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    ask();
}

void TraceView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_timeline->setHidden(height() < m_theme.scaled(roomForTimeline));
}

void TraceView::ask()
{
    if (m_traceId.empty())
        return;
    if (m_traceId == m_shownId) { // another event of the same trace was selected
        m_timeline->mark(m_event.seq);
        m_list->mark(m_event.seq);
        return;
    }
    m_questions.ask([id = m_traceId](IndexReader& reader, const std::stop_token& stop) {
        return linesOfTrace(reader, id, mostEvents, stop);
    });
}

void TraceView::takeOver()
{
    auto answer = m_questions.take();
    if (!answer)
        return;
    if (!*answer)
        return say(plainText(answer->error().text(), 300));
    TraceLines trace = std::move(**answer);
    m_shownId = m_traceId;
    QSet<QString> services;
    for (const EventLine& line : trace.lines)
        services.insert(line.service);
    const auto count = static_cast<std::uint64_t>(trace.lines.size());
    const QString events = eventsText(count, groupedNumber(count));
    const QString id = plainText(m_traceId, 64);
    say(trace.isCut        ? tr("%1: the newest %2").arg(id, events)
            : services.size() == 1 ? tr("%1: %2 of one service").arg(id, events)
                                   : tr("%1: %2 of %3 services").arg(id, events).arg(services.size()));
    m_timeline->setLines(trace.lines, m_event.seq);
    m_list->setLines(std::move(trace.lines), m_event.seq);
}

} // namespace weir
