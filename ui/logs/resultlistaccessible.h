// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"
#include "ui/logs/listgeometry.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <map>
#include <optional>

namespace weir {

class ResultList;

/// The log list for a screen reader: says how many rows there are, and has as children those that are
/// seen, so that nobody ever walks the others, then the list's own controls, such as its head. Thread: GUI.
class ResultListAccessible final : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    /// Gives the list one in place of what Qt may have made for its base class while it was being made,
    /// which a screen reader that is already there brings about.
    static void install(ResultList& list);

    explicit ResultListAccessible(ResultList& list);
    ~ResultListAccessible() override;

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* focusChild() const override;
    QString text(QAccessible::Text kind) const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    /// Row 0 is the oldest; null for one that is not seen.
    QAccessibleInterface* cellAt(int row, int column) const override;
    int rowCount() const override;
    int columnCount() const override { return 1; }
    QString columnDescription(int) const override { return {}; }
    QString rowDescription(int) const override { return {}; }
    /// What is selected among what is seen.
    QList<QAccessibleInterface*> selectedCells() const override;
    int selectedCellCount() const override;
    QList<int> selectedRows() const override;
    int selectedRowCount() const override { return selectedCellCount(); }
    QList<int> selectedColumns() const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int row) const override;
    bool selectRow(int row) override;
    bool selectColumn(int) override { return false; }
    bool unselectRow(int row) override;
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override { }

private:
    void forgetUnseen() const;
    QAccessibleInterface* rowAt(int line) const;
    /// From the newest; nothing beyond the ends.
    std::optional<std::uint64_t> fromEnd(int row) const;

    ResultList& m_list;
    mutable std::map<EventKey, QAccessible::Id> m_children; ///< that somebody has asked for
};

/// Tells screen readers what has changed in a list, at a rate that they can follow.
class ResultListAnnouncer final : public QObject
{
public:
    /// Belongs to the list.
    explicit ResultListAnnouncer(ResultList& list);

private:
    void announceSelection();
    void announceLines();

    ResultList& m_list;
    bool m_isDue = false;
};

} // namespace weir
