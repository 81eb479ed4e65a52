// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sortednewest.h"

#include "core/query/fieldvalue.h"
#include "core/query/names.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace weir {

namespace {

constexpr std::size_t rowsAtOnce = 512; ///< made between two looks at the stop token

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

/// Negative, 0 or positive; of two that have a value.
int compare(const SortKey& a, const SortKey& b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    if (a.kind == SortKey::Kind::Text)
        return a.text.compare(b.text);
    return isLess(a.number, b.number) ? -1 : isLess(b.number, a.number) ? 1 : 0;
}

/// Places of `keys`, in order. The keys ascend by time.
std::vector<std::size_t> sortedPlaces(const std::vector<SortKey>& keys, bool isDescending)
{
    std::vector<std::size_t> places(keys.size());
    std::iota(places.rbegin(), places.rend(), std::size_t{0}); // the newest first
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        const bool hasA = keys[a].kind != SortKey::Kind::None;
        const bool hasB = keys[b].kind != SortKey::Kind::None;
        if (!hasA || !hasB)
            return hasA && !hasB;
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
    auto events = loadNewest(reader, view, most + 1, stop);
    if (!events)
        return events.error();
    SortedRows sorted;
    sorted.isCut = events->size() > most;
    if (sorted.isCut)
        events->erase(events->begin());
    const std::string canonical = canonicalName(order.field);
    std::vector<SortKey> keys;
    keys.reserve(events->size());
    for (const EventRef& event : *events)
        keys.push_back(keyOf(event, canonical));
    const auto numbers = std::ranges::count(keys, SortKey::Kind::Number, &SortKey::kind);
    const auto texts = std::ranges::count(keys, SortKey::Kind::Text, &SortKey::kind);
    sorted.isDescending = order.isDescending.value_or(numbers > texts);
    const auto places = sortedPlaces(keys, sorted.isDescending);
    sorted.rows.reserve(places.size());
    for (std::size_t from = 0; from < places.size(); from += rowsAtOnce) {
        if (stop.stop_requested())
            return Error{Error::Code::Busy, {}, "stopped"};
        std::vector<EventRef> some;
        for (std::size_t i = from; i < std::min(from + rowsAtOnce, places.size()); ++i)
            some.push_back((*events)[places[i]]);
        auto rows = makeLogRows(some, view.filter.get(), form);
        sorted.rows.insert(sorted.rows.end(), std::make_move_iterator(rows.begin()),
                           std::make_move_iterator(rows.end()));
    }
    return sorted;
}

} // namespace weir
