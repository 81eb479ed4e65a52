// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the log page: counts, rate, timeline.
#include "core/clock.h"
#include "ui/framestats.h"
#include "ui/models/collectorclient.h"
#include "ui/logs/logspage.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/timeline.h"
#include "ui/logs/viewbar.h"
#include "ui/models/bookmarks.h"
#include "ui/models/format.h"
#include "ui/models/lateststatus.h"
#include "ui/models/timescale.h"
#include "ui/models/visiblerange.h"
#include "ui/models/zones.h"

#include <algorithm>

namespace weir {

namespace {

constexpr int shownQuery = 40; ///< characters, in the head of the list
constexpr double fasterThanTheEye = 100; ///< lines a second
/// Of what is drawn: a single event with a time long ago must not make an axis without end.
constexpr Nanoseconds longestDrawn = std::chrono::hours(24 * 365 * 200);

} // namespace

std::uint64_t LogsPage::inRange(const ResultMap& map) const
{
    const TimeRange range = m_context.range.queried();
    const std::uint64_t total = map.total();
    if (m_context.range.isFixed() && m_rows.isAnswered())
        return total; // to less than a bucket
    return total - std::min(total, map.rowsBefore(range.from));
}

TimeRange LogsPage::drawnRange() const
{
    TimeRange range = m_context.range.drawn();
    const ResultMap& all = *m_rows.answer().all;
    if (range.from == TimePoint::min()) {
        range.from = all.total() > 0 ? all.bucketOfRow(0).start
                                     : earlierBy(range.to, std::chrono::minutes(15));
        if (all.total() > 0)
            range.to = laterBy(std::max(range.from, all.bucketOfRow(all.total() - 1).start),
                               all.bucketLength());
    }
    range.from = std::max(range.from, earlierBy(range.to, longestDrawn));
    const bool isWhole = all.total() > 0 && all.rowsBefore(range.from) == 0;
    if (m_context.range.length() && isWhole)
        return m_context.range.drawnFrom(all.bucketOfRow(0).start);
    return range;
}

void LogsPage::refresh()
{
    if (!m_context.range.isFixed() && m_context.range.length())
        m_rows.setOldest(m_context.range.queried().from);
    else
        m_rows.setOldest(TimePoint::min());
    m_list->setFollowable(!m_context.range.isFixed()
                          || m_context.range.queried().to > m_context.clock.now());
    m_refreshed = m_rows.answer().ticket;
    if (m_rows.isAnswered())
        m_fields->follow(m_rows.answer().view.ceiling);
    refreshRate();
    refreshNotice();
    refreshResult();
    refreshTimeline();
    refreshEmptyState();
    // The range moves on even when nothing arrives; where nobody sees it, it need not.
    if (m_context.range.isFollowing() && isVisible())
        refreshWithin(1000);
}

void LogsPage::refreshWithin(int milliseconds)
{
    if (!m_refreshSoon.isActive() || m_refreshSoon.remainingTime() > milliseconds)
        m_refreshSoon.start(milliseconds);
}

void LogsPage::refreshRate()
{
    const LogSnapshot& newest = m_rows.newest();
    const bool isCounted = m_rows.isCurrent() && newest.isComplete;
    m_rate.take(isCounted ? std::optional(newest.matches->total()) : std::nullopt,
                std::chrono::steady_clock::now());
}

void LogsPage::refreshNotice()
{
    const bool tooFast = m_rate.perSecond() > fasterThanTheEye && !m_rows.isPaused();
    const auto plain = [](const QString& query) {
        return plainText(query.trimmed().toStdString(), shownQuery);
    };
    QString notice;
    if (m_rows.isHeld() && m_query->isValid() && m_rows.answer().isComplete)
        notice = tr("No match for %1 · shown: the last result").arg(plain(m_query->text()));
    else if (m_rows.isHeld())
        notice = tr("Still showing the last result");
    else if (!m_query->isValid())
        notice = m_asked.trimmed().isEmpty()
            ? tr("Still showing everything")
            : tr("Still showing the result of %1").arg(plain(m_asked));
    else if (tooFast)
        notice = tr("%1/s · showing the newest; everything is indexed")
                     .arg(rateNumber(m_rate.perSecond()));
    m_list->setNotice(notice);
}

void LogsPage::refreshResult()
{
    const LogSnapshot& shown = m_rows.answer();
    const std::uint64_t matches = inRange(*shown.matches);
    const std::uint64_t all = inRange(*shown.all);
    QString text;
    if (!m_rows.isAnswered() || shown.error)
        text = QString();
    else if (!shown.view.filter || shown.view.filter->matchesEverything())
        text = eventsText(all, shortNumber(all));
    else
        text = tr("%1 of %2").arg(shortNumber(matches), shortNumber(all));
    if (m_rows.isAnswered() && !shown.isComplete && shown.blocksTotal > 0)
        text += tr(" · %1 % scanned").arg(shown.blocksDone * 100 / shown.blocksTotal);
    else if (shown.isComplete)
        text += QStringLiteral(" · ")
            + (shown.took < std::chrono::milliseconds(1) ? tr("<1 ms")
                                                          : durationText(shown.took));
    if (m_hasAggregate)
        text += tr(" · shown: the events that are counted");
    m_query->setResult(text);
}

void LogsPage::refreshTimeline()
{
    const LogSnapshot& shown = m_rows.answer();
    const TimeRange range = drawnRange();
    const bool isFiltered = shown.view.filter && !shown.view.filter->matchesEverything();
    const int digits = range.to - range.from < std::chrono::minutes(2) ? 8 : 5;
    const QTimeZone zone = zoneNamed(m_list->settings().zone);
    QString info = clockText(range.from, zone).left(digits) + QStringLiteral(" – ")
        + clockText(range.to, zone).left(digits) + offsetSuffix(range.to, zone)
        + QStringLiteral(" · ");
    const std::uint64_t all = inRange(*shown.all);
    const std::uint64_t matches = inRange(*shown.matches);
    if (!isFiltered)
        info += eventsText(all, groupedNumber(all));
    else if (matches == 1)
        info += tr("1 match by severity over all events");
    else
        info += tr("%1 matches by severity over all events").arg(groupedNumber(matches));
    if (m_rows.isAnswered() && !shown.isComplete && shown.blocksTotal > 0)
        info += tr(" · %1 % scanned").arg(shown.blocksDone * 100 / shown.blocksTotal);
    if (m_viewBar)
        m_viewBar->setInfo(info);
    Timeline::Content content{shown.matches, shown.all, range, isFiltered, info, {}, {}};
    content.uncountedTo = isFiltered ? shown.uncountedTo : TimePoint::min();
    if (m_context.range.isFixed())
        content.marked = m_context.range.queried();
    if (content.marked && m_fields->around()) {
        content.all = m_fields->around();
        content.matches = isFiltered ? shown.matches : content.all;
        content.range = m_fields->aroundRange();
    }
    m_timeline->setContent(std::move(content));
    const bool isWhole = shown.isComplete && m_fields->isAroundCounted();
    if (m_rows.isAnswered())
        m_stats.answered(FrameStats::Answer::Timeline, isWhole || shown.error);
}

void LogsPage::showMarks()
{
    using Kind = TimelineMark::Kind;
    std::vector<TimelineMark> marks;
    for (const AlertRecord& record : m_alerts) {
        const bool wasFiring = record.from == "firing" || record.from == "recovering";
        const QString text = plainText(record.summary.empty() ? record.rule : record.summary, 200);
        if (record.to == "firing" && record.from != "recovering")
            marks.push_back({record.at, Kind::Firing, text});
        else if (record.to == "ok" && wasFiring)
            marks.push_back({record.at, Kind::Resolved, tr("%1 · resolved").arg(text)});
    }
    for (const Bookmark& bookmark : m_context.bookmarks.all())
        marks.push_back({bookmark.time, Kind::Bookmark,
                         bookmark.note.empty() ? tr("Bookmark") : plainText(bookmark.note, 200)});
    m_timeline->setMarks(std::move(marks));
}

} // namespace weir
