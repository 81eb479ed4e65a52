// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/aroundview.h"

#include "core/query/query.h"
#include "ui/logs/eventlist.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace weir {

namespace {

constexpr int leastList = 24; ///< pixels at 100 %
constexpr std::size_t usualCount = 50; ///< before and after each
constexpr std::size_t mostCount = 800;

} // namespace

AroundView::AroundView(std::filesystem::path index, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_count(usualCount)
    , m_head(new PlainLabel({}, "label"))
    , m_more(new QPushButton(tr("More")))
    , m_open(new QPushButton(tr("Show in the list")))
    , m_list(new EventList(theme))
    , m_questions(std::move(index),
                  [this] { QMetaObject::invokeMethod(this, &AroundView::takeOver, Qt::QueuedConnection); })
{
    m_head->setWordWrap(true);
    m_list->setMinimumHeight(leastList);
    m_list->setAccessibleName(tr("Events of the same source, before and after"));
    for (QPushButton* button : {m_more, m_open})
        button->setProperty("role", QStringLiteral("link"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 8, 14, 4);
    head->addWidget(m_head, 1);
    head->addWidget(m_more, 0, Qt::AlignTop);
    head->addWidget(m_open, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    connect(m_list, &EventList::chosen, this, &AroundView::eventWanted);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_count = std::min(2 * m_count, mostCount);
        m_shown.reset();
        ask();
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        Expr test;
        test.kind = Expr::Kind::FieldEquals;
        test.field = "source";
        test.text = m_source;
        emit queryWanted(QString::fromStdString(printFilter(test)), m_event);
    });
    m_head->setText(tr("No event is selected."));
}

void AroundView::setZone(const QTimeZone& zone)
{
    m_list->setZone(zone);
}

void AroundView::setEvent(EventKey event, const std::string& source)
{
    m_event = event;
    m_source = source;
    const auto isShown = [this](const EventLine& line) {
        return line.key.seq == m_event.seq;
    };
    // One of those that are shown: they stay where they are, so that a click moves nothing.
    if (m_shown && std::ranges::any_of(m_list->lines(), isShown)) {
        m_shown = event.seq;
        m_list->setCurrent(event.seq);
        return;
    }
    m_questions.cancel();
    m_shown.reset();
    m_count = usualCount;
    m_list->setLines({});
    m_head->setText(tr("Looking for its neighbours …"));
    if (isVisible())
        ask();
}

void AroundView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    ask();
}

void AroundView::ask()
{
    if (m_source.empty() || m_shown == m_event.seq)
        return;
    m_questions.ask(
        [seq = m_event.seq, count = m_count](IndexReader& reader, const std::stop_token& stop) {
            return linesAround(reader, seq, count, stop);
        });
}

void AroundView::takeOver()
{
    auto answer = m_questions.take();
    if (!answer)
        return;
    if (!*answer) {
        m_head->setText(plainText(answer->error().text(), 300));
        return;
    }
    m_shown = m_event.seq;
    m_more->setVisible(m_count < mostCount && (*answer)->size() > m_count);
    m_head->setText(tr("Source %1, in the order of arrival").arg(plainText(m_source, 80)));
    m_list->setLines(std::move(**answer), m_event.seq);
}

} // namespace weir
