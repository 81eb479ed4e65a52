// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"
#include "ui/logs/overviewstrip.h"
#include "ui/pagecontext.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace weir {

class ListFrame;
class ResultList;
class ResultRows;

/// Going about in a result without changing it: find, next and previous match, error and warning, a
/// time, and the overview. What it looks for its own worker finds; the list is only told where to go.
/// Thread: GUI.
class Finder final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    Finder(const PageContext& context, ResultList& list, ListFrame& frame);
    ~Finder() override;

    /// `page`: where Ctrl+F and its like work; `listScope`: where single letters do.
    void addActions(QWidget& page, QWidget& listScope);
    /// What the page asks from now on; before its first answer comes.
    void setView(const Expr& filter);

signals:
    /// A `weir://` link was entered where a time could be.
    void linkWanted(const QString& link);
    /// What the rows are to light up besides; null: nothing.
    void findChanged(const weir::FilterPtr& find);

private:
    void takeOver(); ///< what the worker has found, once a frame
    void rowsChanged();
    void findWantedChanged();
    void countMatches();
    void showCount();
    void refreshStrip();
    void goToMatch(Direction direction);
    void goToSeverity(Direction direction, bool errors);
    void goTo(const Expr& what, Direction direction, const QString& nothingFound);
    void goToTime(TimePoint time);
    void openGoTo();
    void goToTyped();
    void goToMarked(std::uint64_t row, OverviewStrip::Kind kind);
    void goToBookmark(TimePoint time); ///< the nearest
    void jump(const Expr& what, EventKey from, Direction direction, bool orOther);
    void landed(const JumpAnswer& answer);
    bool isReady() const;
    EventKey keyOfRow(std::uint64_t fromEnd) const;
    /// Where a search begins: what is selected, else what is seen, that included.
    EventKey origin(Direction direction) const;

    const PageContext m_context;
    ResultList& m_list;
    const ResultRows& m_rows;
    ListFrame& m_frame;
    Expr m_view;
    std::optional<Expr> m_find; ///< valid
    FilterPtr m_findInView;
    Ticket m_findTicket{};
    Ticket m_jumpTicket{};
    FoundMatches m_found;
    std::optional<TimePoint> m_timeWanted; ///< as soon as the range that holds it is shown
    QString m_nothingFound; ///< what to say when the jump finds nothing
    std::shared_ptr<const NotableRows> m_notable;
    bool m_isAsked = false; ///< what is looked for is counted for the view that is shown
    QTimer m_stripSoon;
    QElapsedTimer m_notableSince; ///< that each row was looked at

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    FindWorker m_worker;
};

} // namespace weir
