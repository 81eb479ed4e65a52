// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logspage.h"

#include "core/config/paths.h"
#include "core/query/names.h"
#include "ui/actions.h"
#include "ui/models/collectorclient.h"
#include "ui/framestats.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/exportpanel.h"
#include "ui/logs/eventjump.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/fielddrop.h"
#include "ui/logs/finder.h"
#include "ui/logs/linkopener.h"
#include "ui/logs/listactions.h"
#include "ui/logs/listcopier.h"
#include "ui/logs/listframe.h"
#include "ui/logs/listviewmenu.h"
#include "ui/logs/logssplit.h"
#include "ui/logs/lookedat.h"
#include "ui/logs/pagenote.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/queryhelper.h"
#include "ui/logs/queryproblem.h"
#include "ui/logs/quicklabels.h"
#include "ui/logs/rangebutton.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/rowmenu.h"
#include "ui/logs/selectioncopy.h"
#include "ui/logs/sidepanel.h"
#include "ui/logs/sortedresult.h"
#include "ui/logs/statisticspanel.h"
#include "ui/logs/timeline.h"
#include "ui/logs/viewbar.h"
#include "ui/models/bookmarks.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/offerfinder.h"
#include "ui/models/queryterms.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"
#include "ui/widgets/firstrun.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int refreshPause = 200; // ms
constexpr int lowPage = 340; ///< pixels at 100 %
constexpr int veryLowPage = 230; ///< likewise: no timeline
constexpr int leastList = 70; ///< so high at least, likewise

/// Before the last one, which takes what is left of the width.
ListSettings withColumn(ListSettings settings, const std::string& field)
{
    const std::string name =
        field == "severity" ? "level" : std::string(labelName(field)); // as the list calls it
    auto& columns = settings.columns;
    const bool isThere = std::any_of(columns.begin(), columns.end(),
                                     [&name](const auto& column) { return column.field == name; });
    if (!isThere)
        columns.insert(columns.end() - 1, ListSettings::Column{name});
    return settings;
}

} // namespace

LogsPage::LogsPage(PageContext& context, FrameStats& stats, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_stats(stats)
    , m_lookedAt(new LookedAt(m_rows, this))
    , m_selection(context.views)
    , m_feed(context.index, [&frames = context.frames] { frames.request(); })
{
    setProperty("role", QStringLiteral("page"));
    m_list = new ResultList(m_rows, context.theme, stats);
    m_timeline = new Timeline(context.theme);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    connectViews();
    column->addWidget(makeBar());
    if (m_viewBar)
        column->addWidget(m_viewBar);
    m_timeline->setTitled(m_viewBar == nullptr);
    if (context.exporter) {
        m_export = new ExportPanel(*context.exporter);
        connect(m_export, &ExportPanel::closed, this, [this] { setFocus(); });
        column->addWidget(m_export);
    }
    column->addWidget(m_timeline);
    m_note = new PageNote;
    column->addWidget(m_note);
    column->addWidget(makeMiddle(), 1);

    m_refreshSoon.setSingleShot(true);
    connect(&m_refreshSoon, &QTimer::timeout, this, &LogsPage::refresh);

    connect(&context.frames, &FrameClock::frame, this, &LogsPage::takeOver);
    connect(&context.client, &CollectorClient::committed, this, [this] { m_feed.wake(); });
    connect(&context.client, &CollectorClient::connectionChanged, this,
            &LogsPage::refreshEmptyState);
    connect(&context.client, &CollectorClient::transitionReceived, this,
            [this] { m_feed.loadAlerts(); });
    connect(&context.range, &VisibleRange::changed, this, [this] {
        m_lookedAt->forget();
        ask();
    });
    connect(&context.range, &VisibleRange::pausedChanged, this, [this](bool paused) {
        m_feed.setHeld(paused);
        m_rows.setPaused(paused);
    });
    connect(&context.range, &VisibleRange::cursorChanged, this,
            [this] { m_timeline->setCursor(m_context.range.cursor()); });
    connectList();
    // A new tab of a window that is paused.
    m_feed.setHeld(context.range.isPaused());
    m_rows.setPaused(context.range.isPaused());
    addActions();
    connectEvents();
    useDefaults();
    queryChanged({}); // the first question
    m_feed.loadAlerts();
    setFocusProxy(m_middle->widget(0));
}

LogsPage::~LogsPage() = default;

QWidget* LogsPage::makeBar()
{
    auto* bar = new QWidget;
    bar->setProperty("role", QStringLiteral("bar"));
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedHeight(48);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 0, 12, 0);
    layout->setSpacing(8);
    m_rangeButton = new RangeButton(m_context.range, m_context.clock, m_context.theme);
    m_rangeButton->setCollector(m_context.client);
    m_rangeButton->offer(m_context.actions, QStringLiteral("list.goToTime"));
    m_rangeButton->setFixedHeight(30);
    m_query = new QueryEdit(m_context.theme);
    m_query->setFixedHeight(30);
    layout->addWidget(m_rangeButton);
    layout->addWidget(m_query, 1);
    if (m_viewBar)
        layout->addWidget(m_viewBar->makeSaveButton());
    connect(m_query, &QueryEdit::queryChanged, this, &LogsPage::queryChanged);
    connect(m_query, &QueryEdit::problemChanged, this, [this] { refreshWithin(0); });
    m_helper = std::make_unique<QueryHelper>(m_context, *m_query, stateFolder());
    m_problem = std::make_unique<QueryProblem>(m_context.theme, *m_query, m_helper->popup(),
                                               *m_timeline, *this);
    connect(m_helper.get(), &QueryHelper::wordTyped, this, &LogsPage::wordTyped);
    connect(m_query, &QueryEdit::submitted, this, [this] {
        wordTyped(false);
        setFocus();
    });
    return bar;
}

void LogsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_rangeButton->setRoom(width());
    m_timeline->setRoom(height());
    makeRoom();
}

bool LogsPage::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest) // something came or went
        makeRoom();
    return QWidget::event(event);
}

void LogsPage::makeRoom()
{
    const bool isLow = height() < m_context.theme.scaled(lowPage);
    const bool isVeryLow = height() < m_context.theme.scaled(veryLowPage);
    const bool hasExport = m_export != nullptr && !m_export->isHidden();
    m_timeline->setHidden(isVeryLow || m_isFirstRun
                          || (isLow && (hasExport || m_split->isListAway())));
    if (m_viewBar != nullptr)
        m_viewBar->setHidden(m_isFirstRun || (isLow && m_split->isListAway()));
}

QWidget* LogsPage::makeMiddle()
{
    m_empty = new EmptyState;
    m_empty->setObjectName(QStringLiteral("emptyAnswer"));
    m_middle = new QStackedWidget;
    m_sorted = new SortedResult(m_context, m_rows, *m_list);
    m_middle->addWidget(m_sorted);
    m_middle->addWidget(m_empty);
    auto* firstRun = new FirstRun(m_context.theme, m_context.launcher);
    m_middle->addWidget(firstRun);
    connect(firstRun, &FirstRun::addWanted, this,
            [this] { m_context.navigator.open(QStringLiteral("sources/add")); });
    m_fields = new ResultFields(m_context, this);
    m_details = new DetailsPanel(m_context);
    m_side = new SidePanel;
    m_side->addTab(tr("Details"), m_details);
    m_side->addTab(tr("Statistics"), m_fields->statistics());
    auto* frame = new ListFrame(m_context.theme, m_middle);
    frame->setMinimumHeight(leastList); // what stands above it is cut last
    connect(m_list, &ResultList::said, frame, &ListFrame::showNote);
    m_finder = std::make_unique<Finder>(m_context, *m_list, *frame);
    m_finder->addActions(*this, *m_middle);
    m_split = new LogsSplit(m_context.theme, m_fields->facets(), frame, m_side);
    connect(m_finder.get(), &Finder::findChanged, this, &LogsPage::setFind);
    connect(m_split, &LogsSplit::listIsBack, this, [this] { setFocus(); });
    connect(m_split, &QSplitter::splitterMoved, this, &LogsPage::stateChanged);
    m_offers = new OfferFinder(m_context.index, this);
    connect(m_offers, &OfferFinder::found, this, &LogsPage::refreshEmptyState);
    connect(m_helper.get(), &QueryHelper::vocabularyRead, this, [this] {
        if (m_helper->seenEvents() == 0 || !m_isVocabularyAwaited)
            return;
        m_offersOf = {};
        refreshEmptyState();
    });
    connect(&m_context.status, &LatestStatus::changed, this, &LogsPage::refreshEmptyState);
    connect(m_fields, &ResultFields::queryWanted, this, &LogsPage::setQuery);
    connect(m_lookedAt, &LookedAt::looked, m_fields, &ResultFields::setLookedAt);
    connect(m_lookedAt, &LookedAt::forgotten, m_fields, &ResultFields::forgetLookedAt);
    const auto addColumn = [this](const QString& field) {
        setListSettings(withColumn(m_list->settings(), field.toStdString()));
    };
    connect(m_fields, &ResultFields::columnWanted, this, addColumn);
    connect(new FieldDrop(m_list->viewport()), &FieldDrop::dropped, this, addColumn);
    connect(m_fields, &ResultFields::statisticsShown, this, [this] {
        m_side->setCurrent(m_fields->statistics());
        m_split->showSide(true, true);
    });
    connect(m_fields, &ResultFields::aroundChanged, this, &LogsPage::refreshTimeline);
    connect(m_fields, &ResultFields::facetsFound, this, [this](const Facets& facets) {
        m_stats.answered(FrameStats::Answer::Facets, facets.isComplete);
        if (facets.isComplete && m_filter && (*m_filter)->matchesEverything())
            m_helper->setFacets(facets);
    });
    connect(&m_context.range, &VisibleRange::changed, m_helper.get(), &QueryHelper::forgetFacets);
    connect(m_details, &DetailsPanel::conditionWanted, this, &LogsPage::addCondition);
    connect(m_details, &DetailsPanel::statisticsWanted, m_fields, &ResultFields::showStatisticsOf);
    connect(m_timeline, &Timeline::rangeMarked, &m_context.range, &VisibleRange::setFixed);
    connect(m_timeline, &Timeline::backWanted, &m_context.range, &VisibleRange::goBack);
    connect(m_timeline, &Timeline::cursorMoved, &m_context.range, &VisibleRange::setCursor);
    connect(m_timeline, &Timeline::jumpWanted, this, [this](TimePoint time) {
        m_list->scrollTo(time);
        m_context.range.setCursor(time);
    });
    connect(&m_context.bookmarks, &Bookmarks::changed, this, &LogsPage::showMarks);
    return m_split;
}

void LogsPage::connectList()
{
    VisibleRange& range = m_context.range;
    connect(m_list, &ResultList::pauseWanted, &range, [&range] { range.setPaused(true); });
    connect(m_list, &ResultList::followWanted, &range, [&range] { range.setPaused(false); });
    connect(m_list, &ResultList::selectionChanged, this, &LogsPage::selectionChanged);
    auto* look = new ListViewMenu(
        m_context.actions, [this] { return m_list->settings(); }, m_list);
    m_list->header().setViewMenu(look);
    m_list->header().setFields([this] {
        std::vector<std::string> fields;
        for (const Facets::Field& field : m_fields->facets()->facets().fields)
            fields.push_back(field.name);
        return fields;
    });
    connect(look, &ListViewMenu::settingsWanted, this, &LogsPage::setListSettings);
    connect(&m_list->header(), &ColumnHeader::settingsWanted, this, &LogsPage::setListSettings);
    connect(m_list, &ResultList::rowsWanted, this,
            [this](const std::vector<RowsRequest>& requests) {
                for (const RowsRequest& request : requests)
                    m_feed.load(request);
            });
}

void LogsPage::addActions()
{
    new QuickLabels(m_context.actions, *m_list, m_selection, m_middle);
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            QWidget* scope, auto handler) {
        connect(m_context.actions.add(QLatin1String(id), text, {keys}, scope),
                &QAction::triggered, this, handler);
    };
    addListActions(m_context.actions, *m_list);
    connect(new RowMenu(m_context.actions, *m_list), &RowMenu::conditionWanted, this,
            [this](const QString& term, bool exclude) {
                setQuery(QueryTerms(m_query->text()).with(term.toStdString(), exclude));
            });
    add("logs.query", tr("To the query"), Qt::CTRL | Qt::Key_K, this, &LogsPage::focusQuery);
    add("logs.queryFromList", tr("To the query"), Qt::Key_Slash, m_middle, &LogsPage::focusQuery);
    auto* copy = new SelectionCopy(m_context.index, *m_list, *m_sorted, m_list);
    connect(m_details, &DetailsPanel::copyLineWanted, copy, &SelectionCopy::copy);
    connect(copy, &SelectionCopy::refused, m_note, &PageNote::say);
    connect(copy, &SelectionCopy::copied, m_list, [this](quint64 lines) {
        m_list->say(lines == 0 ? tr("Marked text copied")
                        : lines == 1 ? tr("Line copied")
                                     : tr("%1 lines copied").arg(groupedNumber(lines)));
    });
    add("logs.copy", tr("Copy as shown"), QKeySequence::Copy, m_middle, [copy] { copy->copy(); });
    auto* copier = new ListCopier(m_context, *m_list, *m_sorted, *this);
    connect(copier, &ListCopier::refused, m_note, &PageNote::say);
    connect(copier, &ListCopier::cut, m_note, [this](quint64 events) {
        m_note->say(tr("Only the newest %1 events were copied; the export takes all")
                        .arg(groupedNumber(events)));
    });
    connect(new LinkOpener(*m_list), &LinkOpener::weirLinkWanted, &m_context.client,
            &CollectorClient::showWanted);
    add("logs.fields", tr("Show or hide the fields"), Qt::CTRL | Qt::Key_B, this,
        [this] { m_split->toggleFields(); });
    add("logs.details", tr("Show or hide the side panel"), Qt::CTRL | Qt::Key_I, this,
        [this] { m_split->toggleSide(); });
    if (m_export)
        add("logs.export", tr("Export the result…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, this,
            &LogsPage::exportResult);
    add("timeline.zoomIn", tr("Zoom in at the cursor"), Qt::Key_Return, m_timeline,
        [this] { m_timeline->zoom(0.25); });
    add("timeline.zoomOut", tr("Zoom out at the cursor"), Qt::Key_Minus, m_timeline,
        [this] { m_timeline->zoom(4); });
    add("timeline.back", tr("Back to the range before"), Qt::Key_Backspace, m_timeline,
        [this] { m_context.range.goBack(); });
    add("logs.list", tr("To the list"), Qt::Key_Escape, m_query, [this] { setFocus(); });
}

void LogsPage::setQuery(const QString& query)
{
    m_query->setText(query);
}

void LogsPage::focusQuery()
{
    m_isListWanted = false;
    m_query->setFocus();
    m_query->selectAll();
}

void LogsPage::queryChanged(const Query& query)
{
    m_line = query.filter;
    if (!compile())
        return;
    m_asked = m_query->text();
    m_fields->setQuery(m_asked);
    m_hasAggregate = query.aggregate.has_value();
    ask();
    emit stateChanged();
}

void LogsPage::ask()
{
    if (!m_filter)
        return;
    m_stats.asked(FrameStats::Answer::Rows);
    m_stats.asked(FrameStats::Answer::Timeline);
    if (m_fields->facets()->isVisible())
        m_stats.asked(FrameStats::Answer::Facets);
    m_isAwaited = true;
    m_finder->setView(m_wanted);
    m_rows.expect(m_feed.ask({*m_filter, m_context.range.queried()}));
    m_offers->cancel();
    m_rows.setHoldingEmpty(false); // until the line says that a word is being typed
    m_lookedAt->asked({m_asked, m_line, m_wanted, *m_filter, m_hasAggregate});
    m_fields->ask(*m_filter, m_wanted);
    m_rate.reset();
}

void LogsPage::takeOver()
{
    if (auto snapshot = m_feed.takeSnapshot())
        m_rows.setSnapshot(std::move(*snapshot));
    noteAnswer();
    for (RowsAnswer& answer : m_feed.takeRows())
        m_rows.addRows(std::move(answer));
    if (auto event = m_feed.takeEvent()) {
        if (*event && m_list->selected() == (**event).key)
            m_details->setDetails(std::move(**event));
        else if (!*event && event->error().code == Error::Code::NotFound)
            m_details->showNote(tr("Not kept any more"), tr("Retention has removed this event."));
        else if (!*event)
            m_details->showNote(tr("This event cannot be read"),
                                plainText(event->error().text(), 200));
    }
    if (const auto alerts = m_feed.takeAlerts()) {
        m_alerts = *alerts;
        showMarks();
    }
    m_jump->settle();
    if (!isVisible())
        return;
    // With the first rows, in one frame; then a few times a second.
    if (m_rows.isAnswered() && m_rows.answer().ticket != m_refreshed)
        refresh();
    else
        refreshWithin(m_rows.isAnswered() ? refreshPause : 0);
}

/// In the middle of a word, that nothing is found says nothing: `pay` on the way to `payments`.
void LogsPage::wordTyped(bool mayGoOn)
{
    m_isListWanted = false; // whoever types goes on doing so
    if (!m_query->isValid())
        return goBackToLookedAt();
    m_lookedAt->typed(mayGoOn);
    const bool wasHeld = m_rows.isHeld();
    m_rows.setHoldingEmpty(mayGoOn);
    if (!wasHeld || m_rows.isHeld())
        return;
    noteAnswer();
    refresh();
}

/// Until the line can be asked again. What it asked last may have been half of the word that is typed.
void LogsPage::goBackToLookedAt()
{
    const auto& lookedAt = m_lookedAt->query();
    if (!lookedAt)
        return;
    const LookedAt::Query query = *lookedAt;
    m_line = query.line;
    m_wanted = query.wanted;
    m_filter = query.filter;
    m_hasAggregate = query.hasAggregate;
    if (std::exchange(m_asked, query.text) == query.text)
        return;
    m_fields->setQuery(m_asked);
    ask();
}

/// Rows are shown by the frame that is about to come, and so is that there are none.
void LogsPage::noteAnswer()
{
    if (m_middle->currentWidget() == m_empty && m_rows.count() > 0)
        refreshEmptyState();
    if (!m_rows.isAnswered())
        return;
    m_fields->setHeld(m_rows.isHeld());
    const LogSnapshot& answer = m_rows.answer();
    const bool isEmpty = m_rows.isHeld() || m_rows.count() == 0;
    if (!m_isAwaited || (isEmpty && !answer.isComplete && !answer.error))
        return;
    m_isAwaited = false;
    m_fields->rowsAreThere();
    if (m_rows.isHeld())
        refresh(); // the line says 0, and the head of the list what is shown meanwhile
    else
        refreshEmptyState();
    m_stats.answered(FrameStats::Answer::Rows);
}

void LogsPage::selectionChanged()
{
    const auto selected = m_list->selected();
    if (selected) {
        m_context.range.setCursor(selected->time);
        m_feed.load(selected->seq);
        m_split->showSide(true);
        return;
    }
    m_split->showSide(false); // its room is the list's while there is nothing to say
}

void LogsPage::addCondition(const EventDetails::Entry& entry, bool exclude)
{
    setQuery(withCondition(m_query->text(), entry, exclude));
}

void LogsPage::exportResult()
{
    const ViewConfig shown = shownAsView();
    const bool isHeld = m_rows.isPaused() && m_rows.isCurrent();
    m_export->open({QString::fromStdString(shown.query), m_context.range.queried(), shown.columns,
                    isHeld ? std::optional(m_rows.shown().view.ceiling) : std::nullopt,
                    m_rows.isCurrent() ? std::optional(m_rows.count()) : std::nullopt});
}

} // namespace weir
