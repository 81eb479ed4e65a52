// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/sortedlist.h"

#include "core/clock.h"
#include "ui/logs/columnheader.h"
#include "ui/models/bookmarks.h"
#include "ui/theme/theme.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace weir {

namespace {

constexpr int headerHeight = 26;

} // namespace

class SortedList::Model final : public QAbstractListModel
{
public:
    explicit Model(SortedList& list)
        : QAbstractListModel(&list)
        , m_list(list)
    {
    }

    void replace(std::vector<LogRow> rows)
    {
        beginResetModel();
        m_list.m_rows = std::move(rows);
        endResetModel();
    }
    int rowCount(const QModelIndex& parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_list.m_rows.size());
    }
    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
            return {};
        return m_list.painter().lineText(m_list.m_rows[static_cast<std::size_t>(index.row())]);
    }

private:
    SortedList& m_list;
};

class SortedList::Delegate final : public QStyledItemDelegate
{
public:
    explicit Delegate(SortedList& list)
        : QStyledItemDelegate(&list)
        , m_list(list)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {0, m_list.painter().lineHeight()};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const LogRow& row = m_list.m_rows[static_cast<std::size_t>(index.row())];
        RowContext context;
        context.now = SystemClock().now();
        context.isSelected = option.state.testFlag(QStyle::State_Selected);
        context.isBookmarked = m_list.m_bookmarks != nullptr && m_list.m_bookmarks->has(row.key);
        painter->save();
        painter->setClipRect(option.rect, Qt::IntersectClip);
        QRect area = option.rect;
        area.setHeight(m_list.painter().heightOf(row)); // of several lines the first is seen
        m_list.painter().paint(*painter, area, row, context);
        painter->restore();
    }

private:
    SortedList& m_list;
};

SortedList::SortedList(Theme& theme, QWidget* parent)
    : QListView(parent)
    , m_theme(theme)
    , m_header(new ColumnHeader(theme, this))
    , m_model(new Model(*this))
{
    setModel(m_model);
    setItemDelegate(new Delegate(*this));
    setUniformItemSizes(true);
    setSelectionMode(ExtendedSelection);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAccessibleName(tr("Sorted log events"));
    connect(&m_theme, &Theme::changed, this, &SortedList::reshaped);
    reshaped();
}

SortedList::~SortedList() = default;

const RowPainter& SortedList::painter() const
{
    if (!m_painter)
        m_painter.emplace(m_theme.eventFont(), m_theme.colors(), m_settings, viewport()->width());
    return *m_painter;
}

void SortedList::reshaped()
{
    m_painter.reset();
    const int head = m_theme.scaled(headerHeight);
    setViewportMargins(0, head, 0, 0);
    m_header->setGeometry(0, 0, viewport()->width(), head);
    m_header->setColumns(m_settings, painter().columns());
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void SortedList::setSettings(const ListSettings& settings)
{
    ListSettings wanted = settings;
    wanted.wraps = false; // a line each
    if (wanted == m_settings)
        return;
    m_settings = std::move(wanted);
    reshaped();
}

void SortedList::setBookmarks(const Bookmarks* bookmarks)
{
    m_bookmarks = bookmarks;
    if (bookmarks != nullptr)
        connect(bookmarks, &Bookmarks::changed, viewport(), QOverload<>::of(&QWidget::update));
}

void SortedList::setRows(std::vector<LogRow> rows)
{
    m_model->replace(std::move(rows));
}

std::vector<std::size_t> SortedList::selectedPlaces() const
{
    std::vector<std::size_t> places;
    for (const QItemSelectionRange& range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            places.push_back(static_cast<std::size_t>(row));
    }
    std::ranges::sort(places);
    return places;
}

void SortedList::mark(std::optional<EventKey> event)
{
    m_isMarking = true;
    const auto found = event ? std::ranges::find(m_rows, *event, &LogRow::key) : m_rows.end();
    if (found == m_rows.end())
        setCurrentIndex({});
    else
        setCurrentIndex(m_model->index(static_cast<int>(found - m_rows.begin())));
    m_isMarking = false;
}

void SortedList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid() && !m_isMarking)
        emit chosen(m_rows[static_cast<std::size_t>(current.row())].key);
}

void SortedList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit activated();
    else
        QListView::keyPressEvent(event);
}

void SortedList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    reshaped();
}

} // namespace weir
