// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/timelinebars.h"

#include "ui/models/format.h"
#include "ui/models/timescale.h"
#include "ui/models/zones.h"

#include <QStringList>

#include <algorithm>
#include <numeric>

namespace weir {

namespace {

std::uint64_t sum(const SeverityCounts& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

std::uint64_t highestOf(const std::vector<SeverityCounts>& bars)
{
    std::uint64_t highest = 0;
    for (const SeverityCounts& counts : bars)
        highest = std::max(highest, sum(counts));
    return highest;
}

} // namespace

TimelineBars::TimelineBars(const ResultMap& matches, const ResultMap& all, TimeRange range, int most,
                           bool isFiltered)
    : m_isFiltered(isFiltered)
{
    const Nanoseconds length = lengthOf(range);
    if (length.count() == 0)
        return;
    // A bucket is a second at least; thinner bars would be holes beside towers.
    m_step = std::max(niceStep(length, std::max(1, most)), all.bucketLength());
    m_range = alignedTo(range, m_step);
    const auto pieces = static_cast<std::size_t>(lengthOf(m_range) / m_step);
    m_all = all.histogram(m_range, pieces);
    m_matches = &matches == &all ? m_all : matches.histogram(m_range, pieces);
    m_mostEvents = highestOf(m_all);
    // Without a filter the colours are a part of the grey and as high as their share.
    m_mostMatches = isFiltered ? highestOf(m_matches) : m_mostEvents;
}

TimePoint TimelineBars::startOf(std::size_t bar) const
{
    return m_range.from + static_cast<std::int64_t>(bar) * m_step;
}

std::optional<std::size_t> TimelineBars::barAt(TimePoint time) const
{
    if (m_step.count() == 0 || !m_range.contains(time))
        return {};
    const auto bar = static_cast<std::size_t>((time - m_range.from) / m_step);
    return bar < m_all.size() ? std::optional(bar) : std::nullopt;
}

std::uint64_t TimelineBars::matchCount(std::size_t bar) const
{
    return sum(m_matches[bar]);
}

std::uint64_t TimelineBars::allCount(std::size_t bar) const
{
    return sum(m_all[bar]);
}

QString TimelineBars::scaleText() const
{
    if (m_mostEvents == 0)
        return {};
    const QString events = shortNumber(m_mostEvents);
    const QString step = durationText(m_step);
    if (!m_isFiltered)
        return tr("max. %1 / %2").arg(events, step);
    return tr("max. %1 matches / %3 · grey: %2 events / %3")
        .arg(shortNumber(m_mostMatches), events, step);
}

QString TimelineBars::tipOf(std::size_t bar, const QTimeZone& zone) const
{
    const std::uint64_t all = allCount(bar);
    const QString events = eventsText(all, groupedNumber(all));
    const TimePoint from = startOf(bar);
    QStringList lines{tr("%1 – %2").arg(clockText(from, zone), clockText(from + m_step, zone))
                      + offsetSuffix(from, zone)};
    lines << (m_isFiltered ? tr("%1 of %2 match").arg(groupedNumber(matchCount(bar)), events) : events);
    for (std::size_t i = severityClassCount; i-- > 0;) {
        const std::uint64_t count = m_matches[bar][i];
        const auto severity = static_cast<SeverityClass>(i);
        if (count == 0)
            continue;
        const std::string_view name = nameOf(severity);
        lines << tr("%1: %2").arg(severity == SeverityClass::None
                                      ? tr("no severity")
                                      : QLatin1String(name.data(), qsizetype(name.size())),
                                  groupedNumber(count));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace weir
