// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/finder.h"

#include "core/clock.h"
#include "core/permalink.h"
#include "ui/actions.h"
#include "ui/logs/findbar.h"
#include "ui/logs/listframe.h"
#include "ui/logs/resultlist.h"
#include "ui/models/bookmarks.h"
#include "ui/models/format.h"
#include "ui/models/frameclock.h"
#include "ui/models/timegoal.h"
#include "ui/models/zones.h"
#include "ui/models/visiblerange.h"

#include <QAction>
#include <QLineEdit>

#include <algorithm>

namespace weir {

namespace {

constexpr int stripPause = 250; ///< ms between two pictures of the overview
constexpr int notablePause = 2000; ///< ms between two looks at each row while they come
constexpr Nanoseconds usualLength = std::chrono::minutes(15);

Expr severityExpr(bool errors)
{
    Expr expr;
    expr.kind = errors ? Expr::Kind::SeverityCompare : Expr::Kind::SeverityEquals;
    expr.comparison = Comparison::GreaterEqual;
    expr.severity = errors ? SeverityClass::Error : SeverityClass::Warn;
    return expr;
}

} // namespace

Finder::Finder(const PageContext& context, ResultList& list, ListFrame& frame)
    : m_context(context)
    , m_list(list)
    , m_rows(list.rows())
    , m_frame(frame)
    , m_worker(context.index, [&frames = context.frames] { frames.request(); })
{
    m_stripSoon.setSingleShot(true);
    connect(&m_stripSoon, &QTimer::timeout, this, &Finder::refreshStrip);
    const auto refreshSoon = [this] {
        if (!m_stripSoon.isActive())
            m_stripSoon.start(stripPause);
    };
    connect(&context.frames, &FrameClock::frame, this, &Finder::takeOver);
    connect(&m_rows, &ResultRows::changed, this, &Finder::rowsChanged);
    connect(&m_rows, &ResultRows::changed, this, refreshSoon);
    connect(&m_rows, &ResultRows::asked, &frame.strip(), [&frame] { frame.strip().setContent({}); });
    connect(&context.bookmarks, &Bookmarks::changed, this, refreshSoon);
    connect(&list, &ResultList::selectionChanged, this, [this, refreshSoon] {
        if (const auto selected = m_list.selected(); selected && m_find)
            m_worker.place(*selected);
        refreshSoon();
    });
    FindBar& bar = frame.findBar();
    connect(&bar, &FindBar::wantedChanged, this, &Finder::findWantedChanged);
    connect(&bar, &FindBar::nextWanted, this, [this] { goToMatch(Direction::Newer); });
    connect(&bar, &FindBar::previousWanted, this, [this] { goToMatch(Direction::Older); });
    connect(&bar, &LineBar::closed, &list, &ResultList::takeFocus);
    LineBar& goToBar = frame.goToBar();
    connect(&goToBar, &LineBar::entered, this, &Finder::goToTyped);
    connect(&goToBar, &LineBar::closed, &list, &ResultList::takeFocus);
    connect(&goToBar.line(), &QLineEdit::textEdited, &goToBar, [&goToBar] { goToBar.setProblem({}); });
    connect(&frame.strip(), &OverviewStrip::rowWanted, this, &Finder::goToMarked);
}

Finder::~Finder() = default;

void Finder::addActions(QWidget& page, QWidget& listScope)
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys,
                            QWidget& scope, auto handler) {
        connect(m_context.actions.add(QLatin1String(id), text, {keys}, &scope),
                &QAction::triggered, this, handler);
    };
    using enum Direction;
    add("find.open", tr("Find without filtering"), Qt::CTRL | Qt::Key_F, page,
        [this] { m_frame.findBar().open(); });
    add("find.next", tr("Next match"), Qt::Key_F3, page, [this] { goToMatch(Newer); });
    add("find.previous", tr("Previous match"), Qt::SHIFT | Qt::Key_F3, page,
        [this] { goToMatch(Older); });
    add("list.nextError", tr("Next error"), Qt::Key_E, listScope,
        [this] { goToSeverity(Newer, true); });
    add("list.previousError", tr("Previous error"), Qt::SHIFT | Qt::Key_E, listScope,
        [this] { goToSeverity(Older, true); });
    add("list.nextWarning", tr("Next warning"), Qt::Key_W, listScope,
        [this] { goToSeverity(Newer, false); });
    add("list.previousWarning", tr("Previous warning"), Qt::SHIFT | Qt::Key_W, listScope,
        [this] { goToSeverity(Older, false); });
    add("list.goToTime", tr("Go to a time"), Qt::CTRL | Qt::Key_G, page,
        [this] { openGoTo(); });
}

void Finder::setView(const Expr& filter)
{
    m_view = filter;
    m_worker.cancelJump();
    m_notable.reset();
    m_isAsked = false;
    m_found = {};
    m_worker.endFind();
}

bool Finder::isReady() const
{
    return m_rows.isCurrent() && !m_rows.shown().error && m_rows.count() > 0;
}

void Finder::findWantedChanged()
{
    FindBar& bar = m_frame.findBar();
    auto wanted = bar.wanted();
    FilterPtr alone;
    if (wanted) {
        auto filter = Filter::compile(*wanted);
        bar.setProblem(filter ? QString() : QString::fromStdString(filter.error().detail));
        if (!filter)
            return; // the last good one stays
        alone = *filter;
    } else {
        bar.setProblem({});
    }
    m_find = std::move(wanted);
    m_isAsked = false;
    m_found = {};
    m_notable.reset();
    m_worker.endFind();
    showCount();
    emit findChanged(alone);
    rowsChanged();
}

void Finder::rowsChanged()
{
    if (!m_rows.isCurrent() || m_rows.shown().error)
        return;
    if (m_find && !m_isAsked)
        countMatches();
    else if (m_find)
        m_worker.follow(m_rows.shown().view.ceiling);
    if (m_timeWanted && m_rows.count() > 0)
        goToTime(*std::exchange(m_timeWanted, {}));
}

void Finder::countMatches()
{
    m_isAsked = true;
    const auto both = bothOf(m_view, *m_find);
    if (!both)
        return;
    const View& shown = m_rows.shown().view;
    m_findInView = *both;
    m_findTicket = m_worker.find({m_findInView, shown.range, shown.ceiling});
    if (const auto selected = m_list.selected())
        m_worker.place(*selected);
    showCount();
}

void Finder::takeOver()
{
    if (const auto answer = m_worker.takeJump(); answer && answer->ticket == m_jumpTicket)
        landed(*answer);
    if (auto found = m_worker.takeFound(); found && found->ticket == m_findTicket && m_find) {
        m_found = std::move(*found);
        showCount();
        if (!m_stripSoon.isActive())
            m_stripSoon.start(stripPause);
    }
    if (auto notable = m_worker.takeNotable()) {
        m_notable = std::make_shared<const NotableRows>(std::move(*notable));
        refreshStrip();
    }
}

void Finder::showCount()
{
    QString text;
    const std::uint64_t total = m_found.matches->total();
    if (!m_find)
        text = QString();
    else if (m_found.error)
        text = plainText(m_found.error->text(), 200);
    else if (!m_found.isComplete)
        text = tr("%1 so far").arg(groupedNumber(total));
    else if (total == 0)
        text = tr("no match");
    else if (m_found.place && m_list.selected())
        text = tr("%1 of %2").arg(groupedNumber(*m_found.place), groupedNumber(total));
    else
        text = total == 1 ? tr("1 match") : tr("%1 matches").arg(groupedNumber(total));
    m_frame.findBar().setCount(text);
}

void Finder::goToMatch(Direction direction)
{
    if (!m_find) {
        m_frame.findBar().open();
        return;
    }
    goTo(*m_find, direction,
         direction == Direction::Newer ? tr("No newer match") : tr("No older match"));
}

void Finder::goToSeverity(Direction direction, bool errors)
{
    const bool isNewer = direction == Direction::Newer;
    QString nothing;
    if (errors)
        nothing = isNewer ? tr("No newer error") : tr("No older error");
    else
        nothing = isNewer ? tr("No newer warning") : tr("No older warning");
    goTo(severityExpr(errors), direction, nothing);
}

void Finder::goTo(const Expr& what, Direction direction, const QString& nothingFound)
{
    m_nothingFound = nothingFound;
    // Nothing selected: whoever looks at the newest wants the nearest, be it above.
    jump(what, origin(direction), direction, !m_list.selected());
}

EventKey Finder::keyOfRow(std::uint64_t fromEnd) const
{
    if (const LogRow* row = fromEnd < m_rows.count() ? m_rows.row(fromEnd) : nullptr)
        return row->key;
    const ResultMap& matches = *m_rows.shown().matches;
    if (fromEnd >= matches.total())
        return {TimePoint::min(), EventSeq{}};
    return {matches.bucketOfRow(matches.total() - 1 - fromEnd).start, EventSeq{}};
}

EventKey Finder::origin(Direction direction) const
{
    if (const auto selected = m_list.selected())
        return *selected;
    const auto& lines = m_list.lines();
    const bool isNewer = direction == Direction::Newer;
    const std::uint64_t row = lines.empty() ? 0 : (isNewer ? lines.front() : lines.back()).row;
    EventKey key = keyOfRow(row);
    if (!isNewer)
        key.seq = key.seq + 1;
    else if (number(key.seq) > 0)
        key.seq = EventSeq{number(key.seq) - 1};
    return key;
}

void Finder::jump(const Expr& what, EventKey from, Direction direction, bool orOther)
{
    const auto both = isReady() ? bothOf(m_view, what) : Result<FilterPtr>(Error{});
    if (!both)
        return;
    m_frame.showNote({});
    const View& shown = m_rows.shown().view;
    TimeRange range = shown.range;
    range.from = std::max(range.from, m_context.range.queried().from);
    m_jumpTicket = m_worker.jump({{*both, range, shown.ceiling}, from, direction, orOther});
    // What is looked for is looked for in what is seen now.
    m_context.range.setPaused(true);
}

void Finder::landed(const JumpAnswer& answer)
{
    if (answer.error)
        m_frame.showNote(plainText(answer.error->text(), 200));
    else if (answer.key)
        m_list.scrollTo(*answer.key);
    else
        m_frame.showNote(m_nothingFound);
}

void Finder::openGoTo()
{
    LineBar& bar = m_frame.goToBar();
    const QTimeZone zone = zoneNamed(m_list.settings().zone);
    bar.line().setPlaceholderText(tr("14:05, yesterday 14:05:10, 2026-11-23 14:05, -15m · %1")
                                      .arg(QString::fromLatin1(zone.id())));
    bar.open();
}

void Finder::goToTyped()
{
    LineBar& bar = m_frame.goToBar();
    const QString link = bar.line().text().trimmed();
    if (parsePermalink(link.toStdString())) {
        bar.close();
        emit linkWanted(link);
        return;
    }
    const TimePoint now = m_context.clock.now();
    const auto time =
        parseTimeGoal(bar.line().text(), now, isReady() ? origin(Direction::Older).time : now,
                      zoneNamed(m_list.settings().zone));
    if (!time) {
        bar.setProblem(tr("Not a time: write 14:05:10, yesterday 14:05, 2026-11-23 14:05, "
                          "2026-11-23T14:05:10Z or -15m"));
        return;
    }
    bar.close();
    if (m_context.range.queried().contains(*time)) {
        goToTime(*time);
        return;
    }
    // Elsewhere: as much as is shown now, around it; back is a double click on the timeline.
    m_timeWanted = time;
    const TimeRange shown = m_context.range.drawn();
    const bool isWhole = shown.from == TimePoint::min();
    const Nanoseconds half = (isWhole ? usualLength : shown.to - shown.from) / 2;
    m_context.range.setFixed({*time - half, *time + half});
}

void Finder::goToTime(TimePoint time)
{
    m_nothingFound = tr("Nothing to show at that time");
    jump({}, {time, EventSeq{}}, Direction::Newer, true);
}

void Finder::goToMarked(std::uint64_t row, OverviewStrip::Kind kind)
{
    if (!isReady() || row >= m_rows.count())
        return;
    using Kind = OverviewStrip::Kind;
    const EventKey from = keyOfRow(row);
    if (m_notable && kind != Kind::Bookmark) {
        const auto distance = [&](const NotableRows::Row& other) {
            const std::uint64_t fromEnd = m_notable->total - 1 - other.number;
            return fromEnd > row ? fromEnd - row : row - fromEnd;
        };
        const auto isOfKind = [kind](const NotableRows::Row& other) {
            return kind == Kind::Found ? other.isFound
                : kind == Kind::Error  ? other.severity > SeverityClass::Warn
                                       : other.severity == SeverityClass::Warn;
        };
        const NotableRows::Row* nearest = nullptr;
        for (const NotableRows::Row& other : m_notable->rows) {
            if (isOfKind(other) && (!nearest || distance(other) < distance(*nearest)))
                nearest = &other;
        }
        if (nearest && kind != Kind::None) {
            m_list.scrollTo(nearest->key);
            return;
        }
    }
    if (kind == Kind::Bookmark) {
        goToBookmark(from.time);
        return;
    }
    m_nothingFound.clear();
    if (kind == Kind::Found && m_find)
        jump(*m_find, from, Direction::Newer, true);
    else if (kind == Kind::Error || kind == Kind::Warning)
        jump(severityExpr(kind == Kind::Error), from, Direction::Newer, true);
    else
        m_list.pick(row, ResultList::Pick::Only);
}

void Finder::goToBookmark(TimePoint time)
{
    const TimeRange range = m_rows.shown().view.range;
    const auto distance = [time](const Bookmark& bookmark) {
        return bookmark.time > time ? bookmark.time - time : time - bookmark.time;
    };
    const Bookmark* nearest = nullptr;
    for (const Bookmark& bookmark : m_context.bookmarks.all()) {
        if (range.contains(bookmark.time)
            && (!nearest || distance(bookmark) < distance(*nearest)))
            nearest = &bookmark;
    }
    if (nearest)
        m_list.scrollTo({nearest->time, nearest->seq});
}

void Finder::refreshStrip()
{
    const LogSnapshot& shown = m_rows.shown();
    if (!m_rows.isCurrent())
        return;
    const std::uint64_t total = shown.matches->total();
    const bool isFresh = m_notable && m_notable->ceiling == shown.view.ceiling && m_notable->total == total;
    const bool isDue = !m_notable || m_notableSince.hasExpired(notablePause);
    if (!isFresh && isDue && shown.isComplete && total <= FindWorker::mostRowsLookedAt) {
        m_worker.findNotable(shown.view, m_find ? m_findInView : nullptr);
        m_notableSince.start();
    } else if (!isFresh && !isDue && !m_stripSoon.isActive()) {
        m_stripSoon.start(notablePause);
    }
    OverviewStrip::Content content;
    content.matches = shown.matches;
    content.found = m_find ? m_found.matches : nullptr;
    content.rows = m_rows.count();
    content.exact = isFresh ? m_notable : nullptr;
    for (const Bookmark& bookmark : m_context.bookmarks.all()) {
        if (shown.view.range.contains(bookmark.time))
            content.bookmarks.push_back({bookmark.time, bookmark.seq});
    }
    if (const auto selected = m_list.selected())
        content.selected = m_rows.find(*selected);
    content.zone = zoneNamed(m_list.settings().zone);
    m_frame.strip().setContent(std::move(content));
}

} // namespace weir
