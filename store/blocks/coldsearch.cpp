// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/coldsearch.h"

#include "store/blocks/numberneedle.h"
#include "store/blocks/patternmatch.h"
#include "store/blocks/templatematch.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>

namespace weir {

namespace {

/// Whether the run can stand in variables of this entry at all, as far as the catalog tells.
bool mayHold(const TextColumn::Entry& entry, const DigitRun& run)
{
    return std::any_of(
        entry.variables.begin(), entry.variables.end(), [&run](const auto& variable) {
            if (variable.kind == VariableKind::Word)
                return false;
            if (variable.kind != VariableKind::Whole)
                return true;
            const std::int64_t highest =
                run.isWhole ? run.number : std::numeric_limits<std::int64_t>::max();
            return variable.numbers.mayHold(run.number, highest);
        });
}

/// Whether only whole numbers and words vary, so that runs of digits are exactly those numbers.
bool hasOnlyWholes(const TextColumn::Entry& entry)
{
    return std::all_of(entry.variables.begin(), entry.variables.end(), [](const auto& variable) {
        return variable.kind == VariableKind::Whole || variable.kind == VariableKind::Word;
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

/// What catalog and filter say of each template.
bool ColdSearch::judge(const TextColumn& column, const Needle& needle,
                       std::vector<TemplateVerdict>& verdicts, bool& isPossible)
{
    const auto entries = column.entries();
    const auto runs = digitRunsOf(needle.folded());
    const auto id = wholeIdOf(needle.folded());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        verdicts[i] = verdictOn(entries[i], needle.folded());
        if (verdicts[i] == TemplateVerdict::Some
            && !std::all_of(runs.begin(), runs.end(), [&](const DigitRun& run) {
                   return mayHold(entries[i], run);
               }))
            verdicts[i] = TemplateVerdict::None;
        if (verdicts[i] == TemplateVerdict::Some && id
            && verdictOn(entries[i], needle.folded(), &*id) == TemplateVerdict::None) {
            bool isThere = true;
            if (!m_reader.mayHaveId(id->hash, isThere))
                return false;
            if (!isThere)
                verdicts[i] = TemplateVerdict::None;
        }
        isPossible = isPossible || verdicts[i] != TemplateVerdict::None;
    }
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
    bool isAny = false;
    holds.assign(from.count, false);
    // Many at once, for a search costs more to begin than to go on; no needle crosses a text's end.
    m_text.clear();
    std::vector<std::uint32_t> ends;
    for (const std::uint32_t place : places) {
        column.append(m_text, entry, place);
        ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    }
    std::size_t text = 0;
    for (std::size_t at = needle.find(m_text); at != std::string_view::npos;
         at = needle.find(m_text, at + 1)) {
        while (ends[text] <= at)
            ++text;
        if (at + needle.size() > ends[text])
            continue;
        holds[places[text]] = true;
        isAny = true;
        at = ends[text] - 1;
    }
    if (!isAny)
        holds.clear();
    return true;
}

/// The same for texts that are ids, of which many rows share one: each id is looked at once.
bool ColdSearch::testIds(TextColumn& column, std::size_t entry, const Needle& needle,
                         std::vector<bool>& holds)
{
    TextColumn::VariableColumn& variable = column.variable(entry, 0);
    if (!column.unpackVariable(variable))
        return false;
    const std::string_view values = column.hexValues(variable);
    const std::size_t size = variable.hex.valueSize();
    m_text.clear();
    for (std::size_t at = 0; at < values.size(); at += size)
        appendHex(m_text, variable.kind, variable.detail, values.data() + at);
    const std::size_t length = m_text.size() / std::max<std::size_t>(variable.hex.distinct(), 1);
    std::vector<bool> isHit(variable.hex.distinct(), false);
    bool isAny = false;
    for (std::size_t at = needle.find(m_text); at != std::string_view::npos;
         at = needle.find(m_text, at + 1)) {
        const std::size_t id = at / length;
        if (at + needle.size() > (id + 1) * length)
            continue;
        isHit[id] = true;
        isAny = true;
    }
    if (!isAny)
        return true;
    holds.assign(column.entries()[entry].count, false);
    for (std::size_t place = 0; place < holds.size(); ++place)
        holds[place] = isHit[TextColumn::hexValueOf(variable, place)];
    return true;
}

/// The texts of an entry whose numbers fit the needle's; all where numbers do not tell.
bool ColdSearch::possiblePlaces(TextColumn& column, std::size_t entry, const Needle& needle,
                                std::vector<std::uint32_t>& places)
{
    const TextColumn::Entry& from = column.entries()[entry];
    places.resize(from.count);
    std::iota(places.begin(), places.end(), 0U);
    if (!hasOnlyWholes(from))
        return true;
    for (const DigitRun& run : digitRunsOf(needle.folded())) {
        std::vector<bool> fits(from.count, false);
        for (std::size_t i = 0; i < from.variables.size(); ++i) {
            TextColumn::VariableColumn& variable = column.variable(entry, i);
            if (variable.kind != VariableKind::Whole)
                continue;
            if (!column.unpackVariable(variable))
                return false;
            for (const std::uint32_t place : places) {
                if (weir::holds(variable.values[place], run))
                    fits[place] = true;
            }
        }
        std::erase_if(places, [&](std::uint32_t place) { return !fits[place]; });
        if (places.empty())
            break;
    }
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
