// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/aggregator.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace weir {

namespace {

constexpr std::string_view otherLabel = "__other__";

void appendLabel(std::string& key, std::string_view label)
{
    const auto length = static_cast<std::uint32_t>(label.size());
    char bytes[sizeof length];
    std::memcpy(bytes, &length, sizeof length);
    key.append(bytes, sizeof length);
    key.append(label);
}

LabelValues labelsOf(std::string_view key)
{
    LabelValues labels;
    while (!key.empty()) {
        std::uint32_t length = 0;
        std::memcpy(&length, key.data(), sizeof length);
        labels.emplace_back(key.substr(sizeof length, length));
        key.remove_prefix(sizeof length + length);
    }
    return labels;
}

std::string keyOfOthers(std::size_t labels)
{
    std::string key;
    for (std::size_t i = 0; i < labels; ++i)
        appendLabel(key, otherLabel);
    return key;
}

} // namespace

Aggregator::Aggregator(Aggregate aggregate)
    : m_aggregate(std::move(aggregate))
    , m_names(m_aggregate.by.begin(), m_aggregate.by.end())
{
}

TimePoint Aggregator::windowOf(TimePoint time) const
{
    if (!m_aggregate.every)
        return TimePoint::min();
    const std::int64_t every = m_aggregate.every->count();
    const std::int64_t at = nanosecondsOf(time);
    const std::int64_t into = ((at % every) + every) % every;
    // The window that holds the first times there are begins before them; it begins with them here.
    const bool isBeforeTime = at < nanosecondsOf(TimePoint::min()) + into;
    return isBeforeTime ? TimePoint::min() : timePointOf(at - into);
}

Aggregator::Counts& Aggregator::countsOf(const std::string& key)
{
    const auto found = m_series.find(key);
    if (found != m_series.end())
        return found->second;
    if (m_series.size() < maxSeries)
        return m_series[key];
    m_overfull = true;
    return m_series[keyOfOthers(m_names.size())];
}

void Aggregator::add(const StoredBatch& stored, std::span<const std::uint32_t> rows)
{
    std::vector<FieldReader> readers;
    readers.reserve(m_names.size());
    for (const FieldName& name : m_names)
        readers.emplace_back(stored, name);
    std::string key;
    std::string lastKey;
    Counts* counts = nullptr;
    TimePoint lastWindow;
    std::uint64_t* count = nullptr;
    for (const std::uint32_t row : rows) {
        key.clear();
        for (FieldReader& reader : readers)
            appendLabel(key, reader.text(row).value_or(std::string_view{}));
        const TimePoint window = windowOf(stored.batch->time(row));
        const bool isSameSeries = counts != nullptr && key == lastKey;
        if (!isSameSeries) {
            counts = &countsOf(key);
            std::swap(key, lastKey);
        }
        if (!isSameSeries || window != lastWindow) {
            count = &(*counts)[window];
            lastWindow = window;
        }
        ++*count;
    }
}

void Aggregator::forgetBefore(TimePoint time)
{
    if (!m_aggregate.every || time < TimePoint::min() + *m_aggregate.every)
        return;
    const TimePoint lastEnded = time - *m_aggregate.every;
    for (auto series = m_series.begin(); series != m_series.end();) {
        Counts& counts = series->second;
        while (!counts.empty() && counts.begin()->first <= lastEnded)
            counts.erase(counts.begin());
        series = counts.empty() ? m_series.erase(series) : std::next(series);
    }
}

std::vector<Aggregator::Series> Aggregator::series() const
{
    std::vector<Series> all;
    all.reserve(m_series.size());
    for (const auto& [key, counts] : m_series)
        all.push_back({labelsOf(key), counts});
    std::sort(all.begin(), all.end(),
              [](const Series& a, const Series& b) { return a.labels < b.labels; });
    return all;
}

double Aggregator::valueOf(std::uint64_t count, Nanoseconds span) const
{
    const auto events = static_cast<double>(count);
    if (m_aggregate.function == Aggregate::Function::Count)
        return events;
    const double seconds = std::chrono::duration<double>(span).count();
    return seconds > 0 ? events / seconds : 0;
}

} // namespace weir
