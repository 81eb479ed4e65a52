// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/linerate.h"
#include "ui/models/logfeed.h"
#include "ui/models/logsstate.h"
#include "ui/models/resultrows.h"
#include "ui/models/viewselection.h"
#include "ui/pagecontext.h"
#include "ui/widgets/emptystate.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>

class QStackedWidget;

namespace weir {

class DetailsPanel;
class ExportPanel;
class EventActions;
class EventJump;
class Finder;
class FrameStats;
class LogsSplit;
class LookedAt;
class OfferFinder;
class PageNote;
class PlainLabel;
class QueryEdit;
class QueryHelper;
class QueryProblem;
class RangeButton;
class ResultFields;
class ResultList;
class SidePanel;
class SortedResult;
class Timeline;
class ViewBar;

/// The log page: query, timeline, list, fields and details over one LogFeed. Thread: GUI.
class LogsPage final : public QWidget
{
    Q_OBJECT

public:
    LogsPage(PageContext& context, FrameStats& stats, QWidget* parent = nullptr);
    ~LogsPage() override;

    void setQuery(const QString& query);
    void focusQuery();
    /// A `weir://` link to an event: shows and selects it, whatever that takes.
    void openLink(const QString& link);
    ResultList& list() { return *m_list; }
    const ResultRows& rows() const { return m_rows; }
    ViewSelection& selection() { return m_selection; }

    /// What it takes to make a page that looks like this one; without a range.
    LogsState state() const;
    void restore(const LogsState& state);
    void setListSettings(const ListSettings& settings);
    /// What is found without filtering; null: nothing.
    void setFind(FilterPtr find);

signals:
    /// state() tells something else.
    void stateChanged();
    /// A tab that shows this.
    void tabWanted(const weir::LogsState& state);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    QWidget* makeBar();
    QWidget* makeMiddle();
    void makeRoom(); ///< in a low page, for what somebody asked for
    void connectList();
    void addActions();
    void connectEvents();
    void askFor(const QString& query);

    void queryChanged(const Query& query);
    bool compile(); ///< the line and the views that are on; false: the line says why not
    void connectViews();
    void useDefaults(); ///< of weir.toml, now and when it changes
    ViewConfig shownAsView() const;
    bool isNarrowed() const; ///< by the line or by views
    void viewSaved();
    void refreshForm(); ///< columns, highlights and what is found, for who makes the rows
    void ask();
    void wordTyped(bool mayGoOn);
    void goBackToLookedAt();
    void takeOver(); ///< what the feed has found, once a frame
    void noteAnswer();
    void refresh(); ///< figures and timeline, a few times a second
    void refreshWithin(int milliseconds);
    void refreshTimeline();
    void refreshResult();
    void refreshRate();
    void refreshNotice(); ///< in the head of the list
    void refreshEmptyState();
    void showMarks(); ///< of alerts and bookmarks, over the timeline
    void sayNothingMatches();
    void sayNothingThere();
    void findOffers();
    std::vector<EmptyState::Offer> waysOutOfNoMatch();
    /// The list has the keys once there is something in it.
    EmptyState::Offer wayOn(const QString& text, std::function<void()> take);
    void addCondition(const EventDetails::Entry& entry, bool exclude);
    void selectionChanged();
    void exportResult();
    void showDetails();
    std::uint64_t inRange(const ResultMap& map) const;
    TimeRange drawnRange() const;

    const PageContext m_context;
    FrameStats& m_stats;
    ResultRows m_rows;
    LookedAt* m_lookedAt = nullptr; ///< what stays while a word is half typed
    RangeButton* m_rangeButton = nullptr;
    QueryEdit* m_query = nullptr;
    Timeline* m_timeline = nullptr;
    std::vector<AlertRecord> m_alerts; ///< their newest transitions
    ResultList* m_list = nullptr;
    SortedResult* m_sorted = nullptr; ///< the list, or in its place what it is sorted in
    EmptyState* m_empty = nullptr;
    QStackedWidget* m_middle = nullptr;
    ResultFields* m_fields = nullptr;
    DetailsPanel* m_details = nullptr;
    EventActions* m_eventActions = nullptr;
    EventJump* m_jump = nullptr;
    PageNote* m_note = nullptr;
    SidePanel* m_side = nullptr;
    LogsSplit* m_split = nullptr;
    ExportPanel* m_export = nullptr; ///< null: no export is offered
    ViewBar* m_viewBar = nullptr; ///< null: the window has no saved views
    ViewSelection m_selection;
    QString m_asked; ///< the query line, as it was when it was valid last
    Expr m_line; ///< what that asks
    std::optional<ViewConfig> m_saving; ///< on its way into its file
    QString m_savedLine; ///< what the query line said of it
    std::optional<FilterPtr> m_filter;
    Expr m_wanted; ///< what m_filter was compiled from
    bool m_hasAggregate = false;
    bool m_isAwaited = false; ///< the first answer to the last question
    bool m_isFirstRun = false; ///< nothing configured, nothing indexed
    bool m_isListWanted = false; ///< the line has the keys because the list is empty
    OfferFinder* m_offers = nullptr; ///< in place of a query that finds nothing
    Ticket m_offersOf{};
    bool m_isVocabularyAwaited = false; ///< they were looked for without one
    Ticket m_refreshed{}; ///< of what figures and timeline show
    FilterPtr m_find;
    QTimer m_refreshSoon;
    LineRate m_rate; ///< of the matches

    // Last, so destroyed first: their threads have ended before what they call goes away.
    LogFeed m_feed;
    std::unique_ptr<Finder> m_finder;
    std::unique_ptr<QueryHelper> m_helper;
    std::unique_ptr<QueryProblem> m_problem;
};

} // namespace weir
