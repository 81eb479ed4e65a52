// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/resultlistaccessible.h"

#include "ui/logs/columnheader.h"
#include "ui/logs/resultlist.h"
#include "ui/models/format.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr std::size_t childrenKept = 256;
constexpr int linesPause = 300; ///< ms between two announcements that other rows are seen

/// Of a line: the event's, or a stand-in for a row that is being loaded.
EventKey nameOf(const ResultList& list, std::uint64_t fromEnd)
{
    const LogRow* row = list.rows().row(fromEnd);
    return row != nullptr ? row->key : EventKey{TimePoint::max(), EventSeq{fromEnd}};
}

/// One row that is seen, or was a moment ago.
class ResultRowAccessible final : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    ResultRowAccessible(ResultList& list, EventKey event)
        : m_list(&list)
        , m_event(event)
    {
    }

    EventKey event() const { return m_event; }
    std::optional<ListGeometry::Line> line() const
    {
        if (!m_list)
            return {};
        for (const ListGeometry::Line& line : m_list->lines()) {
            if (nameOf(*m_list, line.row) == m_event)
                return line;
        }
        return {};
    }

    bool isValid() const override { return line().has_value(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_list.data());
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override
    {
        const auto seen = line();
        if (kind != QAccessible::Name || !seen)
            return {};
        const LogRow* row = m_list->rows().row(seen->row);
        if (row != nullptr)
            return m_list->lineText(*row, m_list->rowAbove(seen->row));
        return m_list->rows().isRetired(seen->row) ? ResultList::tr("retired: no longer kept")
                                                   : ResultList::tr("is being loaded");
    }
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override
    {
        const auto seen = line();
        if (!seen)
            return {};
        const QRect area = m_list->areaOf(*seen).intersected(m_list->viewport()->rect());
        return {m_list->viewport()->mapToGlobal(area.topLeft()), area.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!m_list)
            return state;
        state.selectable = true;
        state.multiSelectable = true;
        state.focusable = true;
        state.readOnly = true;
        state.selected = isSelected();
        state.focused = m_list->hasFocus() && m_list->selected() == m_event;
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface
            ? static_cast<QAccessibleTableCellInterface*>(this)
            : nullptr;
    }

    bool isSelected() const override { return m_list && m_list->selection().contains(m_event); }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return 0; }
    int rowIndex() const override
    {
        const auto seen = line();
        if (!seen)
            return -1;
        const std::uint64_t number = m_list->rows().count() - 1 - seen->row;
        return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
    }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface* table() const override { return parent(); }

private:
    const QPointer<ResultList> m_list;
    const EventKey m_event;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object)
{
    auto* list = qobject_cast<ResultList*>(object);
    return list != nullptr ? new ResultListAccessible(*list) : nullptr;
}

} // namespace

void ResultListAccessible::install(ResultList& list)
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    (void)once;
    QAccessibleInterface* made = QAccessible::queryAccessibleInterface(&list);
    if (made != nullptr && dynamic_cast<ResultListAccessible*>(made) == nullptr)
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(made));
}

ResultListAccessible::ResultListAccessible(ResultList& list)
    : QAccessibleWidget(&list, QAccessible::List)
    , m_list(list)
{
}

ResultListAccessible::~ResultListAccessible()
{
    for (const auto& [event, id] : m_children)
        QAccessible::deleteAccessibleInterface(id);
}

int ResultListAccessible::childCount() const
{
    return static_cast<int>(m_list.lines().size()) + static_cast<int>(m_list.controls().size());
}

QAccessibleInterface* ResultListAccessible::child(int index) const
{
    const auto lines = static_cast<int>(m_list.lines().size());
    const QWidgetList controls = m_list.controls();
    if (index >= lines && index < lines + controls.size())
        return QAccessible::queryAccessibleInterface(controls[index - lines]);
    return rowAt(index);
}

QAccessibleInterface* ResultListAccessible::rowAt(int index) const
{
    const auto& lines = m_list.lines();
    if (index < 0 || index >= static_cast<int>(lines.size()))
        return nullptr;
    const EventKey event = nameOf(m_list, lines[static_cast<std::size_t>(index)].row);
    const auto known = m_children.find(event);
    if (known != m_children.end())
        return QAccessible::accessibleInterface(known->second);
    if (m_children.size() >= childrenKept)
        forgetUnseen();
    auto* child = new ResultRowAccessible(m_list, event);
    m_children.emplace(event, QAccessible::registerAccessibleInterface(child));
    return child;
}

void ResultListAccessible::forgetUnseen() const
{
    std::erase_if(m_children, [](const auto& entry) {
        const QAccessibleInterface* child = QAccessible::accessibleInterface(entry.second);
        if (child != nullptr && child->isValid())
            return false;
        QAccessible::deleteAccessibleInterface(entry.second);
        return true;
    });
}

QAccessibleInterface* ResultListAccessible::childAt(int x, int y) const
{
    for (int i = childCount() - 1; i >= 0; --i) { // a control lies over the rows
        QAccessibleInterface* at = child(i);
        if (at != nullptr && at->rect().contains(x, y))
            return at;
    }
    return nullptr;
}

int ResultListAccessible::indexOfChild(const QAccessibleInterface* child) const
{
    const auto* row = dynamic_cast<const ResultRowAccessible*>(child);
    if (row == nullptr) {
        const QWidgetList controls = m_list.controls();
        const auto at = controls.indexOf(qobject_cast<QWidget*>(child->object()));
        return at < 0 ? -1 : static_cast<int>(m_list.lines().size()) + static_cast<int>(at);
    }
    const auto line = row->line();
    if (!line)
        return -1;
    return static_cast<int>(m_list.lines().front().row - line->row);
}

QAccessibleInterface* ResultListAccessible::focusChild() const
{
    for (int i = 0; i < childCount(); ++i) {
        if (QAccessibleInterface* at = child(i); at != nullptr && at->state().focused)
            return at;
    }
    return nullptr;
}

QString ResultListAccessible::text(QAccessible::Text kind) const
{
    if (kind != QAccessible::Description)
        return QAccessibleWidget::text(kind);
    QString text = ResultList::tr("%1 events").arg(groupedNumber(m_list.rows().count()));
    if (m_list.rows().isPaused())
        text = ResultList::tr("%1, paused").arg(text);
    if (const QString& notice = m_list.header().notice(); !notice.isEmpty())
        text = ResultList::tr("%1; %2").arg(text, notice);
    return text;
}

void* ResultListAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                               : QAccessibleWidget::interface_cast(type);
}

std::optional<std::uint64_t> ResultListAccessible::fromEnd(int row) const
{
    const std::uint64_t count = m_list.rows().count();
    if (row < 0 || static_cast<std::uint64_t>(row) >= count)
        return {};
    return count - 1 - static_cast<std::uint64_t>(row);
}

QAccessibleInterface* ResultListAccessible::cellAt(int row, int column) const
{
    const auto wanted = fromEnd(row);
    const auto& lines = m_list.lines();
    if (!wanted || column != 0 || lines.empty() || *wanted > lines.front().row
        || *wanted < lines.back().row)
        return nullptr;
    return rowAt(static_cast<int>(lines.front().row - *wanted));
}

int ResultListAccessible::rowCount() const
{
    return static_cast<int>(
        std::min<std::uint64_t>(m_list.rows().count(), std::numeric_limits<int>::max()));
}

QList<QAccessibleInterface*> ResultListAccessible::selectedCells() const
{
    QList<QAccessibleInterface*> cells;
    for (int i = 0; i < static_cast<int>(m_list.lines().size()); ++i) {
        if (QAccessibleInterface* cell = rowAt(i); cell != nullptr && cell->state().selected)
            cells.push_back(cell);
    }
    return cells;
}

int ResultListAccessible::selectedCellCount() const
{
    return static_cast<int>(selectedCells().size());
}

QList<int> ResultListAccessible::selectedRows() const
{
    QList<int> rows;
    for (QAccessibleInterface* cell : selectedCells())
        rows.push_back(static_cast<ResultRowAccessible*>(cell)->rowIndex());
    return rows;
}

bool ResultListAccessible::isRowSelected(int row) const
{
    const auto wanted = fromEnd(row);
    const LogRow* loaded = wanted ? m_list.rows().row(*wanted) : nullptr;
    return loaded != nullptr && m_list.selection().contains(loaded->key);
}

bool ResultListAccessible::selectRow(int row)
{
    const auto wanted = fromEnd(row);
    if (wanted)
        m_list.pick(*wanted, ResultList::Pick::Only);
    return wanted.has_value();
}

bool ResultListAccessible::unselectRow(int row)
{
    const auto wanted = isRowSelected(row) ? fromEnd(row) : std::nullopt;
    if (wanted)
        m_list.pick(*wanted, ResultList::Pick::Toggle);
    return wanted.has_value();
}

ResultListAnnouncer::ResultListAnnouncer(ResultList& list)
    : QObject(&list)
    , m_list(list)
{
    connect(&list, &ResultList::selectionChanged, this, &ResultListAnnouncer::announceSelection);
    connect(&list, &ResultList::linesChanged, this, &ResultListAnnouncer::announceLines);
}

void ResultListAnnouncer::announceSelection()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent within(&m_list, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&within);
    const auto& lines = m_list.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (m_list.selected() != nameOf(m_list, lines[i].row))
            continue;
        QAccessibleEvent focus(&m_list, QAccessible::Focus);
        focus.setChild(static_cast<int>(i));
        QAccessible::updateAccessibility(&focus);
    }
}

void ResultListAnnouncer::announceLines()
{
    if (!QAccessible::isActive() || m_isDue)
        return;
    m_isDue = true;
    QTimer::singleShot(linesPause, this, [this] {
        m_isDue = false;
        QAccessibleEvent changed(&m_list, QAccessible::VisibleDataChanged);
        QAccessible::updateAccessibility(&changed);
    });
}

} // namespace weir
