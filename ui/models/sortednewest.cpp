// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sortednewest.h"

#include "core/query/fieldvalue.h"
#include "core/query/names.h"
#include "ui/models/walkback.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

namespace weir {

namespace {

/// What an event is compared by.
struct SortKey
{
    enum class Kind { Number, Text, None };

    Kind kind = Kind::None;
    FieldNumber number;
    QString text; ///< with upper and lower case made the same
};

std::optional<FieldNumber> numberOf(std::string_view text)
{
    FieldNumber number;
    const char* const end = text.data() + text.size();
    if (const auto [at, error] = std::from_chars(text.data(), end, number.whole);
        error == std::errc{} && at == end) {
        number.isInt = true;
        return number;
    }
    const auto [at, error] = std::from_chars(text.data(), end, number.real);
    if (error != std::errc{} || at != end || number.real != number.real)
        return std::nullopt;
    return number;
}

double realOf(const FieldNumber& number)
{
    return number.isInt ? static_cast<double>(number.whole) : number.real;
}

bool isLess(const FieldNumber& a, const FieldNumber& b)
{
    return a.isInt && b.isInt ? a.whole < b.whole : realOf(a) < realOf(b);
}

SortKey keyOf(const EventRef& event, const std::string& canonical)
{
    SortKey key;
    if (canonical == "severity") {
        key.kind = SortKey::Kind::Number;
        key.number = {true, static_cast<std::int64_t>(event.batch().severity(event.row)), 0};
        return key;
    }
    auto text = canonical == "body" ? std::optional(std::string(event.batch().body(event.row)))
                                    : fieldText(event.stored, event.row, canonical);
    if (!text && canonical == "service.name")
        text = event.batch().source(); // as the column shows it
    if (!text || text->empty())
        return key;
    if (const auto number = numberOf(*text)) {
        key.kind = SortKey::Kind::Number;
        key.number = *number;
    } else {
        key.kind = SortKey::Kind::Text;
        key.text = QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size())).toCaseFolded();
    }
    return key;
}

/// Negative, 0 or positive; of two of one kind.
int compare(const SortKey& a, const SortKey& b)
{
    if (a.kind == SortKey::Kind::Text)
        return a.text.compare(b.text);
    return isLess(a.number, b.number) ? -1 : isLess(b.number, a.number) ? 1 : 0;
}

/// Places of `keys`, in order. The keys are those of the newest first.
std::vector<std::size_t> sortedPlaces(const std::vector<SortKey>& keys, bool isDescending)
{
    std::vector<std::size_t> places(keys.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        if (keys[a].kind != keys[b].kind)
            return keys[a].kind < keys[b].kind; // whichever way
        if (keys[a].kind == SortKey::Kind::None)
            return false;
        const int order = compare(keys[a], keys[b]);
        return isDescending ? order > 0 : order < 0;
    });
    return places;
}

} // namespace

Result<SortedRows> sortedNewest(IndexReader& reader, const View& view, const SortOrder& order,
                                std::size_t most, const RowFormPtr& form,
                                const std::stop_token& stop)
{
    const std::string canonical = canonicalName(order.field);
    SortedRows sorted;
    std::vector<LogRow> rows; // with their keys, the newest first
    std::vector<SortKey> keys;
    const auto take = [&](const std::vector<EventRef>& events) {
        auto made = makeLogRows(events, view.filter.get(), form);
        for (std::size_t i = events.size(); i-- > 0;) {
            sorted.isCut = rows.size() == most;
            if (sorted.isCut)
                return false;
            keys.push_back(keyOf(events[i], canonical));
            rows.push_back(std::move(made[i]));
        }
        return true;
    };
    constexpr EventKey afterAll{TimePoint::max(), EventSeq{std::numeric_limits<std::uint64_t>::max()}};
    if (const auto walked = walkBack(reader, view, afterAll, take, stop); !walked)
        return walked.error();
    if (stop.stop_requested())
        return Error{Error::Code::Busy, {}, "stopped"};
    const auto numbers = std::ranges::count(keys, SortKey::Kind::Number, &SortKey::kind);
    const auto texts = std::ranges::count(keys, SortKey::Kind::Text, &SortKey::kind);
    sorted.isDescending = order.isDescending.value_or(numbers > texts);
    sorted.rows.reserve(rows.size());
    for (const std::size_t place : sortedPlaces(keys, sorted.isDescending))
        sorted.rows.push_back(std::move(rows[place]));
    return sorted;
}

} // namespace weir
