// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/sortedresult.h"

#include "ui/actions.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/sortedlist.h"
#include "ui/models/format.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QPushButton>

namespace weir {

SortedResult::SortedResult(const PageContext& context, ResultRows& rows, ResultList& list,
                           QWidget* parent)
    : QStackedWidget(parent)
    , m_context(context)
    , m_rows(rows)
    , m_list(list)
    , m_sorted(new SortedList(context.theme))
    , m_label(new PlainLabel)
    , m_form(rows.form())
    , m_questions(context.index, [this] {
        QMetaObject::invokeMethod(this, &SortedResult::takeOver, Qt::QueuedConnection);
    })
{
    addWidget(&m_list);
    addWidget(makeSortedPage(context));
    m_sorted->setBookmarks(&context.bookmarks);
    for (ColumnHeader* header : {&m_list.header(), &m_sorted->header()})
        connect(header, &ColumnHeader::sortWanted, this, &SortedResult::sortBy);
    connect(&m_sorted->header(), &ColumnHeader::settingsWanted, &m_list.header(),
            &ColumnHeader::settingsWanted);
    connect(&m_sorted->header(), &ColumnHeader::fitWanted, &m_list.header(),
            &ColumnHeader::fitWanted);
    connect(m_sorted, &SortedList::chosen, &m_list, QOverload<EventKey>::of(&ResultList::scrollTo));
    connect(m_sorted, &SortedList::activated, &m_list, &ResultList::activated);
    connect(&m_list, &ResultList::selectionChanged, this, &SortedResult::selectionChanged);
    // Widths and the zone of times change no row.
    connect(&m_list, &ResultList::linesChanged, this, [this] {
        if (m_order)
            m_sorted->setSettings(m_list.settings());
    });
    connect(&m_rows, &ResultRows::changed, this, &SortedResult::rowsChanged);
    connect(&m_rows, &ResultRows::pausedChanged, this, [this](bool isPaused) {
        if (!isPaused)
            backToTime();
    });
    setFocusProxy(&m_list);
}

QWidget* SortedResult::makeSortedPage(const PageContext& context)
{
    auto* page = new QWidget;
    auto* bar = new QWidget;
    bar->setProperty("role", QStringLiteral("bar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_label->setObjectName(QStringLiteral("sortedBy"));
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_label, 1);
    auto* back = new QPushButton(tr("Back to the order of time"));
    row->addWidget(back);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_sorted, 1);
    connect(back, &QPushButton::clicked, this, &SortedResult::backToTime);
    connect(context.actions.add(QLatin1String("list.byTime"), tr("Back to the order of time"),
                                {Qt::Key_Escape}, page),
            &QAction::triggered, this, &SortedResult::backToTime);
    return page;
}

void SortedResult::sortBy(const std::string& field)
{
    if (field == "time")
        return backToTime();
    if (m_order && m_order->field == field) {
        const bool wasFirst = !m_order->isDescending.has_value();
        if (!wasFirst || m_isWaiting)
            return backToTime();
        m_order->isDescending = !m_sortedDescending;
    } else {
        m_order = SortOrder{field, {}};
    }
    m_context.range.setPaused(true);
    ask();
    setCurrentIndex(1);
    setFocusProxy(m_sorted);
    m_sorted->setFocus();
}

void SortedResult::backToTime()
{
    if (!m_order)
        return;
    m_order.reset();
    m_questions.cancel();
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    setCurrentIndex(0);
    setFocusProxy(&m_list);
    if (hadFocus)
        m_list.setFocus();
    m_sorted->setRows({});
    showOrder();
}

void SortedResult::ask()
{
    m_isWaiting = true;
    m_ticket = m_rows.isCurrent() ? m_rows.shown().ticket : Ticket{};
    m_form = m_rows.form();
    m_sorted->setSettings(m_list.settings());
    say();
    if (!m_rows.isCurrent())
        return; // rowsChanged() asks
    m_questions.ask([view = m_rows.shown().view, order = *m_order, form = m_form](
                        IndexReader& reader, const std::stop_token& stop) {
        return sortedNewest(reader, view, order, most, form, stop);
    });
}

void SortedResult::takeOver()
{
    auto answer = m_questions.take();
    if (!answer || !m_order)
        return;
    m_isWaiting = false;
    m_problem = *answer ? QString() : plainText(answer->error().text(), 300);
    if (*answer) {
        m_isCut = (*answer)->isCut;
        m_sortedDescending = (*answer)->isDescending;
        m_sorted->setRows(std::move((*answer)->rows));
        m_sorted->mark(m_list.selected());
    }
    showOrder();
    say();
}

/// Another question has its first answer, or rows are made of something else.
void SortedResult::rowsChanged()
{
    if (m_order && m_rows.isCurrent()
        && (m_rows.shown().ticket != m_ticket || m_rows.form() != m_form))
        ask();
}

/// Something else than a row of the sorted ones has been gone to.
void SortedResult::selectionChanged()
{
    if (!m_order || !m_list.selected())
        return;
    const QModelIndex current = m_sorted->currentIndex();
    const bool isOurs = current.isValid()
        && m_sorted->rows()[static_cast<std::size_t>(current.row())].key == m_list.selected();
    if (!isOurs)
        backToTime();
}

void SortedResult::showOrder()
{
    std::optional<ColumnHeader::Sort> shown;
    if (m_order)
        shown = {m_order->field, m_sortedDescending};
    m_list.header().setSort(shown);
    m_sorted->header().setSort(shown);
}

void SortedResult::say()
{
    if (!m_order)
        return;
    const QString field = plainText(m_order->field, 64);
    const auto count = static_cast<std::uint64_t>(m_sorted->rows().size());
    if (m_isWaiting)
        m_label->setText(tr("Sorting by %1…").arg(field));
    else if (!m_problem.isEmpty())
        m_label->setText(m_problem);
    else if (m_isCut)
        m_label->setText(
            tr("Newest %1 of the result, sorted by %2").arg(groupedNumber(most), field));
    else
        m_label->setText(tr("All %1 of the result, sorted by %2").arg(groupedNumber(count), field));
}

} // namespace weir
