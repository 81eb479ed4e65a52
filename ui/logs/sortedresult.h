// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/indexquestions.h"
#include "ui/models/latest.h"
#include "ui/models/sortednewest.h"
#include "ui/pagecontext.h"

#include <QStackedWidget>

namespace weir {

class PlainLabel;
class ResultList;
class ResultRows;
class SortedList;

/// The log list in its order of time, or in its place the newest of the result sorted by a column. A
/// title that is clicked sorts, once more turns the order round, a third time goes back; so do Esc,
/// going on to follow, and whatever leads to another event of the list.
///
/// Sorting pauses. It is done in a thread of its own, and again when the question or what rows are
/// made of changes. What is chosen, of several the one that keys move from, is selected in the list
/// too, so the details show it, and it is there when the order is that of time again. Thread: GUI.
class SortedResult final : public QStackedWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t most = 10'000; ///< rows that are sorted

    /// Takes the list; `rows` are what it shows and outlive this.
    SortedResult(const PageContext& context, ResultRows& rows, ResultList& list,
                 QWidget* parent = nullptr);

    bool isSorted() const { return m_order.has_value(); }
    SortedList& sorted() { return *m_sorted; }
    const SortedList& sorted() const { return *m_sorted; }
    /// As a click on the title of this column does.
    void sortBy(const std::string& field);
    void backToTime();

private:
    QWidget* makeSortedPage(const PageContext& context);
    void ask();
    void takeOver();
    void rowsChanged();
    void selectionChanged();
    void showOrder();
    void say();

    const PageContext m_context;
    ResultRows& m_rows;
    ResultList& m_list;
    SortedList* m_sorted;
    PlainLabel* m_label;
    std::optional<SortOrder> m_order; ///< nothing: by time
    bool m_isWaiting = false; ///< for rows in this order
    bool m_isCut = false;
    bool m_sortedDescending = false; ///< the rows there are
    QString m_problem; ///< why there are none
    Ticket m_ticket{}; ///< of the question they are the answer to
    RowFormPtr m_form;

    // Last, so destroyed first: its thread calls this object.
    IndexQuestions<SortedRows> m_questions;
};

} // namespace weir
