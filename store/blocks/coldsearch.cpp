// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/coldsearch.h"

#include "store/blocks/hexneedle.h"
#include "store/blocks/patternmatch.h"
#include "store/blocks/templatematch.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <numeric>

namespace weir {

namespace {

/// A search of all texts at once costs as much as of one in so many by itself.
constexpr std::size_t rowsPerCandidate = 32;

/// Removes the places that do not meet the condition.
void keepWhere(const TextColumn& column, const TextColumn::VariableColumn& variable,
               const Condition& condition, std::vector<std::uint32_t>& places)
{
    const auto eraseUnless = [&places](auto holds) {
        std::erase_if(places, [&holds](std::uint32_t place) { return !holds(place); });
    };
    if (variable.kind == VariableKind::Word) {
        eraseUnless([&](std::uint32_t place) { return variable.values[place] == condition.word; });
    } else if (isNumeric(variable.kind)) {
        eraseUnless([&](std::uint32_t place) {
            return weir::holds(variable.values[place], condition.run);
        });
    } else {
        const std::string_view ids = column.hexValues(variable);
        const std::size_t size = variable.hex.valueSize();
        eraseUnless([&](std::uint32_t place) {
            return ids.substr(TextColumn::hexValueOf(variable, place) * size, size)
                == condition.id;
        });
    }
}

/// False when all texts of a column are ids and none of them has this length.
bool canHaveLength(const TextColumn& column, std::size_t length)
{
    constexpr std::size_t uuidLength = 36;
    const auto entries = column.entries();
    return std::any_of(entries.begin(), entries.end(), [length](const TextColumn::Entry& entry) {
        if (!entry.isId())
            return true;
        const TextColumn::VariableColumn& id = entry.variables.front();
        return length == (id.kind == VariableKind::Uuid ? uuidLength : id.detail);
    });
}

} // namespace

bool ColdSearch::hasUndecodable(bool& answer)
{
    const auto& kinds = m_reader.parts().kinds;
    constexpr auto undecodable = static_cast<std::int64_t>(EventKind::Undecodable);
    answer = kinds.stream.mayHold(undecodable, undecodable);
    if (!answer || kinds.stream.isConstant())
        return true;
    std::vector<std::int64_t> values;
    if (!m_reader.unpack(kinds, values))
        return false;
    answer = std::find(values.begin(), values.end(), undecodable) != values.end();
    return true;
}

/// Calls `search(texts, presence)` for each column that a bare term looks into, until it says false.
template<typename Search>
bool ColdSearch::forEachTexts(Search search)
{
    ColdReader::Parts& parts = m_reader.parts();
    for (Texts* texts : {&parts.bodies, &parts.keys, &parts.traceIds, &parts.spanIds}) {
        if (!search(*texts, nullptr))
            return false;
    }
    if (parts.metrics.presence.count > 0 && !search(parts.metrics.names, &parts.metrics.presence))
        return false;
    return std::all_of(parts.fields.begin(), parts.fields.end(), [&](ColdReader::Field& field) {
        return search(field.texts, &field.presence);
    });
}

bool ColdSearch::rowsOf(const ColdReader::Presence* presence)
{
    m_rows.clear();
    return presence == nullptr || presence->isEverywhere
        || m_reader.unpackRows(*presence, m_rows);
}

bool ColdSearch::findText(const Needle& needle, const RowSet& candidates, RowSet& found)
{
    return forEachTexts([&](Texts& texts, const ColdReader::Presence* presence) {
        return searchTexts(texts, presence, needle, candidates, found);
    });
}

bool ColdSearch::findInTraceIds(const Needle& needle, const RowSet& candidates, RowSet& found)
{
    Texts& texts = m_reader.parts().traceIds;
    return !canHaveLength(texts.column, needle.size())
        || searchTexts(texts, nullptr, needle, candidates, found);
}

bool ColdSearch::findInSpanIds(const Needle& needle, const RowSet& candidates, RowSet& found)
{
    Texts& texts = m_reader.parts().spanIds;
    return !canHaveLength(texts.column, needle.size())
        || searchTexts(texts, nullptr, needle, candidates, found);
}

bool ColdSearch::findInField(ColdReader::Field& field, const Needle& needle,
                             const RowSet& candidates, RowSet& found)
{
    return !canHaveLength(field.texts.column, needle.size())
        || searchTexts(field.texts, &field.presence, needle, candidates, found);
}

/// What catalog and filter say of each template.
bool ColdSearch::judge(const TextColumn& column, const Needle& needle,
                       std::vector<TemplateVerdict>& verdicts, bool& isPossible)
{
    const auto entries = column.entries();
    const Excluded* absent = nullptr;
    if (!absentParts(needle, absent))
        return false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        verdicts[i] = verdictOn(entries[i], needle.folded(), *absent);
        isPossible = isPossible || verdicts[i] != TemplateVerdict::None;
    }
    return true;
}

/// The parts of the needle that the filter says are not in the block.
bool ColdSearch::absentParts(const Needle& needle, const Excluded*& absent)
{
    const auto [found, isNew] = m_absent.try_emplace(needle.folded());
    Excluded& parts = found->second;
    if (isNew) {
        parts = {wholeIdOf(needle.folded()), dottedQuadOf(needle.folded())};
        bool mayHave = false;
        if (parts.id && !m_reader.mayHaveId(parts.id->hash, mayHave))
            return false;
        if (mayHave)
            parts.id.reset();
        mayHave = false;
        if (parts.quad && !m_reader.mayHaveQuad(*parts.quad, mayHave))
            return false;
        if (mayHave)
            parts.quad.reset();
    }
    absent = &parts;
    return true;
}

bool ColdSearch::searchTexts(Texts& texts, const ColdReader::Presence* presence,
                             const Needle& needle, const RowSet& candidates, RowSet& found)
{
    TextColumn& column = texts.column;
    const auto entries = column.entries();
    std::vector<TemplateVerdict> verdicts(entries.size());
    bool isPossible = false;
    if (!judge(column, needle, verdicts, isPossible))
        return false;
    if (!isPossible)
        return true;
    if (!m_reader.load(texts) || !rowsOf(presence))
        return false;
    if (candidates.count() < column.rows() / rowsPerCandidate)
        return searchFew(column, verdicts, needle, candidates, found);
    std::vector<std::vector<bool>> holds(entries.size());
    isPossible = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (verdicts[i] == TemplateVerdict::Some) {
            if (!testEntry(column, i, needle, holds[i]))
                return m_reader.fail();
            if (holds[i].empty())
                verdicts[i] = TemplateVerdict::None;
        }
        isPossible = isPossible || verdicts[i] != TemplateVerdict::None;
    }
    if (!isPossible)
        return true;
    if (!column.unpackRows())
        return m_reader.fail();
    for (std::size_t i = 0; i < column.rows(); ++i) {
        const std::uint32_t entry = column.entryOf(i);
        if (verdicts[entry] == TemplateVerdict::None
            || (verdicts[entry] == TemplateVerdict::Some && !holds[entry][column.placeOf(i)]))
            continue;
        const std::size_t row = m_rows.empty() ? i : m_rows[i];
        if (candidates.has(row))
            found.add(row);
    }
    return true;
}

/// Where so few rows are asked for that each is looked at by itself.
bool ColdSearch::searchFew(TextColumn& column, const std::vector<TemplateVerdict>& verdicts,
                           const Needle& needle, const RowSet& candidates, RowSet& found)
{
    if (!column.unpackRows())
        return m_reader.fail();
    bool isGood = true;
    const auto test = [&](std::size_t row, std::size_t at) {
        const std::uint32_t entry = column.entryOf(at);
        if (!isGood || verdicts[entry] == TemplateVerdict::None || found.has(row))
            return;
        if (verdicts[entry] == TemplateVerdict::Some) {
            isGood = column.unpackVariables(entry);
            m_text.clear();
            if (isGood)
                column.append(m_text, entry, column.placeOf(at));
            if (!needle.isIn(m_text))
                return;
        }
        found.add(row);
    };
    if (m_rows.empty())
        candidates.forEach([&test](std::size_t row) { test(row, row); });
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (candidates.has(m_rows[i]))
            test(m_rows[i], i);
    }
    return isGood || m_reader.fail();
}

/// Which of an entry's texts hold the needle; empty when none does.
bool ColdSearch::testEntry(TextColumn& column, std::size_t entry, const Needle& needle,
                           std::vector<bool>& holds)
{
    const TextColumn::Entry& from = column.entries()[entry];
    if (from.isId())
        return testIds(column, entry, needle, holds);
    std::vector<std::uint32_t> places;
    if (!possiblePlaces(column, entry, needle, places))
        return false;
    if (places.empty())
        return true;
    if (!column.unpackVariables(entry))
        return false;
    holds.assign(from.count, false);
    bool isAny = false;
    for (auto place = places.cbegin(); place != places.cend();)
        isAny = searchSome(column, entry, needle, place, places.cend(), holds) || isAny;
    if (!isAny)
        holds.clear();
    return true;
}

/// Searches texts from `place` on and moves it behind them; whether one of them holds the needle. Many
/// at once, for a search costs more to begin than to go on; no needle crosses a text's end.
bool ColdSearch::searchSome(const TextColumn& column, std::size_t entry, const Needle& needle,
                            Places::const_iterator& place, Places::const_iterator end,
                            std::vector<bool>& holds)
{
    constexpr std::size_t enough = std::size_t{1} << 20;
    const auto first = place;
    m_text.clear();
    std::vector<std::size_t> ends;
    for (; place != end && m_text.size() < enough; ++place) {
        column.append(m_text, entry, *place);
        ends.push_back(m_text.size());
    }
    bool isAny = false;
    std::size_t text = 0;
    for (std::size_t at = needle.find(m_text); at != std::string_view::npos;
         at = needle.find(m_text, at + 1)) {
        while (ends[text] <= at)
            ++text;
        if (at + needle.size() > ends[text])
            continue;
        holds[first[static_cast<std::ptrdiff_t>(text)]] = true;
        isAny = true;
        at = ends[text] - 1;
    }
    return isAny;
}

/// The same for texts that are ids, of which many rows share one: each id is looked at once.
bool ColdSearch::testIds(TextColumn& column, std::size_t entry, const Needle& needle,
                         std::vector<bool>& holds)
{
    TextColumn::VariableColumn& variable = column.variable(entry, 0);
    if (!column.unpackVariable(variable))
        return false;
    const std::string_view values = column.hexValues(variable);
    std::vector<bool> isHit(column.hexCount(variable), false);
    const auto packed =
        variable.kind == VariableKind::Hex ? HexNeedle::of(needle.folded()) : std::nullopt;
    const bool isAny = packed ? packed->markIn(values, variable.detail, isHit)
                              : markIds(variable, values, needle, isHit);
    if (!isAny)
        return true;
    holds.assign(column.entries()[entry].count, false);
    for (std::size_t place = 0; place < holds.size(); ++place)
        holds[place] = isHit[TextColumn::hexValueOf(variable, place)];
    return true;
}

/// Marks the ids that hold the needle, for which they are written out; whether there are any.
bool ColdSearch::markIds(const TextColumn::VariableColumn& variable, std::string_view values,
                         const Needle& needle, std::vector<bool>& isHit)
{
    const std::size_t size = variable.hex.valueSize();
    m_text.clear();
    for (std::size_t at = 0; at < values.size(); at += size)
        appendHex(m_text, variable.kind, variable.detail, values.data() + at);
    const std::size_t length = m_text.size() / std::max<std::size_t>(isHit.size(), 1);
    bool isAny = false;
    for (std::size_t at = needle.find(m_text); at != std::string_view::npos;
         at = needle.find(m_text, at + 1)) {
        const std::size_t id = at / length;
        if (at + needle.size() > (id + 1) * length)
            continue;
        isHit[id] = true;
        isAny = true;
    }
    return isAny;
}

/// The texts of an entry in which the needle can stand by what their variables are.
bool ColdSearch::possiblePlaces(TextColumn& column, std::size_t entry, const Needle& needle,
                                std::vector<std::uint32_t>& places)
{
    const TextColumn::Entry& from = column.entries()[entry];
    std::vector<std::uint32_t> all(from.count);
    std::iota(all.begin(), all.end(), 0U);
    const auto placements = placementsOf(from, needle.folded());
    if (!placements) {
        places = std::move(all);
        return true;
    }
    std::vector<bool> isPossible(from.count, false);
    for (const Placement& placement : *placements) {
        std::vector<std::uint32_t> left = all;
        for (const Condition& condition : placement) {
            TextColumn::VariableColumn& variable = column.variable(entry, condition.variable);
            if (!column.unpackVariable(variable))
                return false;
            keepWhere(column, variable, condition, left);
        }
        for (const std::uint32_t place : left)
            isPossible[place] = true;
    }
    std::copy_if(all.begin(), all.end(), std::back_inserter(places),
                 [&](std::uint32_t place) { return isPossible[place]; });
    return true;
}

bool ColdSearch::mayMatch(const Pattern& pattern, std::span<const Needle> atoms, bool& answer)
{
    std::vector<int> present;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        bool isPossible = false;
        const bool isJudged = forEachTexts([&](Texts& texts, const ColdReader::Presence*) {
            std::vector<TemplateVerdict> verdicts(texts.column.entries().size());
            return judge(texts.column, atoms[i], verdicts, isPossible);
        });
        if (!isJudged)
            return false;
        if (isPossible)
            present.push_back(static_cast<int>(i));
    }
    answer = atoms.empty() || pattern.canMatch(present);
    return true;
}

bool ColdSearch::findPattern(const Pattern& pattern, const RowSet& candidates, RowSet& found)
{
    return forEachTexts([&](Texts& texts, const ColdReader::Presence* presence) {
        return matchTexts(texts, presence, pattern, candidates, found);
    });
}

bool ColdSearch::matchTexts(Texts& texts, const ColdReader::Presence* presence,
                            const Pattern& pattern, const RowSet& candidates, RowSet& found)
{
    TextColumn& column = texts.column;
    const auto entries = column.entries();
    std::vector<TemplateVerdict> verdicts(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        verdicts[i] = verdictOn(entries[i], pattern);
    if (std::all_of(verdicts.begin(), verdicts.end(),
                    [](TemplateVerdict verdict) { return verdict == TemplateVerdict::None; }))
        return true;
    if (!m_reader.load(texts) || !rowsOf(presence))
        return false;
    if (!column.unpackRows())
        return m_reader.fail();
    std::vector<std::unique_ptr<TextMatcher>> matchers(entries.size());
    for (std::size_t i = 0; i < column.rows(); ++i) {
        const std::uint32_t entry = column.entryOf(i);
        if (verdicts[entry] == TemplateVerdict::None)
            continue;
        const std::size_t row = m_rows.empty() ? i : m_rows[i];
        if (!candidates.has(row) || found.has(row))
            continue;
        if (verdicts[entry] == TemplateVerdict::Some) {
            if (!matchers[entry]) {
                if (!column.unpackVariables(entry))
                    return m_reader.fail();
                matchers[entry] = std::make_unique<TextMatcher>(column, entry, pattern);
            }
            if (!matchers[entry]->matches(column.placeOf(i)))
                continue;
        }
        found.add(row);
    }
    return true;
}

} // namespace weir
