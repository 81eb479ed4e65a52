// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/evaluation.h"

#include "core/query/filterwalk.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace weir {

namespace {

using Kind = Expr::Kind;
using Refs = std::vector<ArenaRef>;
using Rows = std::vector<std::uint32_t>;

std::size_t rowAt(const Rows* rows, std::size_t index)
{
    return rows ? (*rows)[index] : index;
}

/// The first hit at or after `offset`, from `from` on: a few steps away for neighbours, and a search
/// for what is far.
std::size_t advance(const Rows& hits, std::size_t from, std::uint32_t offset)
{
    std::size_t step = 1;
    std::size_t low = from;
    std::size_t high = from;
    while (high < hits.size() && hits[high] < offset) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = std::min(high, hits.size());
    const auto begin = hits.begin();
    return static_cast<std::size_t>(std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                     begin + static_cast<std::ptrdiff_t>(high),
                                                     offset)
                                    - begin);
}

/// Adds the candidates of which a text holds a whole hit: one in a key or across two texts is none.
/// Texts mostly ascend in the arena, so the hits are walked once.
void addRowsOfHits(const Rows& hits, std::size_t length, const Refs& refs, const Rows* rows,
                   const RowSet& candidates, RowSet& found)
{
    std::size_t hit = 0;
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const ArenaRef ref = refs[i];
        if (ref.length < length)
            continue;
        hit = advance(hits, ref.offset < last ? 0 : hit, ref.offset);
        last = ref.offset;
        if (hit == hits.size() || hits[hit] + length > std::size_t{ref.offset} + ref.length)
            continue;
        const std::size_t row = rowAt(rows, i);
        if (candidates.has(row))
            found.add(row);
    }
}

} // namespace

RowSet rowsThatCanMatch(const Pattern& pattern, const std::vector<RowSet>& withAtom,
                        const RowSet& candidates)
{
    const std::size_t count = withAtom.size();
    if (count == 0)
        return candidates;
    RowSet possible(candidates.size());
    std::unordered_map<std::uint64_t, bool> verdicts;
    candidates.forEach([&](std::size_t row) {
        std::uint64_t present = 0;
        for (std::size_t i = 0; i < count; ++i)
            present |= std::uint64_t{withAtom[i].has(row)} << i;
        const auto [verdict, isNew] = verdicts.try_emplace(present, false);
        if (isNew) {
            std::vector<int> atoms;
            for (std::size_t i = 0; i < count; ++i) {
                if ((present >> i & 1) != 0)
                    atoms.push_back(static_cast<int>(i));
            }
            verdict->second = pattern.canMatch(atoms);
        }
        if (verdict->second)
            possible.add(row);
    });
    return possible;
}

RowSet Evaluation::evaluate(const FilterNode& node, const RowSet& candidates)
{
    FilterWalk walk([this](const FilterNode& leaf, const RowSet& rows) {
        return std::optional(condition(leaf, rows)); // a whole batch has every answer
    });
    return *walk.evaluate(node, candidates);
}

RowSet Evaluation::condition(const FilterNode& node, const RowSet& candidates)
{
    switch (node.kind) {
    case Kind::Text:
        return text(*node.needle, candidates);
    case Kind::Regex:
        return node.field ? fieldTest(node, candidates) : regexAnywhere(node, candidates);
    case Kind::FieldEquals:
    case Kind::FieldGlob:
    case Kind::FieldExists:
        return fieldTest(node, candidates);
    case Kind::FieldCompare:
        return fieldCompare(node, candidates);
    case Kind::SeverityCompare:
    case Kind::SeverityEquals:
        return severities(node, candidates);
    default: // of the walk
        return candidates;
    }
}

template<typename Test>
void Evaluation::forEachTextColumn(Test test) const
{
    const EventColumns& columns = m_batch.columns();
    for (const Refs* refs : {&columns.bodies, &columns.keys, &columns.traceIds, &columns.spanIds}) {
        if (!test(*refs, nullptr))
            return;
    }
    if (!test(columns.metrics.names, &columns.metrics.rows))
        return;
    for (const FieldColumn& field : columns.fields) {
        if (!test(field.texts, &field.rows))
            return;
    }
    // What could not be decoded has no fields; its text is the payload.
    Rows rows;
    Refs payloads;
    for (std::size_t row = 0; row < m_batch.size(); ++row) {
        if (columns.kinds[row] != EventKind::Undecodable)
            continue;
        rows.push_back(static_cast<std::uint32_t>(row));
        payloads.push_back(columns.payloads[row]);
    }
    if (!rows.empty())
        test(payloads, &rows);
}

template<typename Test>
bool Evaluation::holdsForShared(Test test) const
{
    const EventColumns& columns = m_batch.columns();
    return test(std::string_view(columns.source))
        || std::any_of(columns.labels.begin(), columns.labels.end(),
                       [&](const auto& label) { return test(std::string_view(label.second)); });
}

RowSet Evaluation::text(const Needle& needle, const RowSet& candidates)
{
    if (needle.isEmpty()
        || holdsForShared([&](std::string_view shared) { return needle.isIn(shared); }))
        return candidates;
    RowSet found(candidates.size());
    const Rows hits = needle.findAll(m_batch.columns().arena);
    if (hits.empty())
        return found;
    forEachTextColumn([&](const Refs& refs, const Rows* rows) {
        addRowsOfHits(hits, needle.size(), refs, rows, candidates, found);
        return found != candidates;
    });
    return found;
}

RowSet Evaluation::possibleRows(const FilterNode& node, const RowSet& candidates)
{
    std::vector<RowSet> withAtom;
    withAtom.reserve(node.atoms.size());
    for (const Needle& atom : node.atoms)
        withAtom.push_back(text(atom, candidates));
    return rowsThatCanMatch(*node.pattern, withAtom, candidates);
}

RowSet Evaluation::regexAnywhere(const FilterNode& node, const RowSet& candidates)
{
    const Pattern& pattern = *node.pattern;
    if (holdsForShared([&](std::string_view shared) { return pattern.matches(shared); }))
        return candidates;
    const RowSet possible = possibleRows(node, candidates);
    RowSet found(candidates.size());
    if (possible.isEmpty())
        return found;
    forEachTextColumn([&](const Refs& refs, const Rows* rows) {
        for (std::size_t i = 0; i < refs.size(); ++i) {
            const std::size_t row = rowAt(rows, i);
            if (possible.has(row) && !found.has(row) && pattern.matches(m_batch.text(refs[i])))
                found.add(row);
        }
        return found != possible;
    });
    return found;
}

RowSet Evaluation::severities(const FilterNode& node, const RowSet& candidates) const
{
    RowSet found(candidates.size());
    candidates.forEach([&](std::size_t row) {
        if (node.severities[static_cast<std::size_t>(classOf(m_batch.severity(row)))])
            found.add(row);
    });
    return found;
}

RowSet Evaluation::fieldTest(const FilterNode& node, const RowSet& candidates)
{
    RowSet found(candidates.size());
    FieldReader reader(m_stored, *node.field);
    const auto keepIf = [&](auto holds) {
        candidates.forEach([&](std::size_t row) {
            const auto value = reader.text(row);
            if (value && holds(*value))
                found.add(row);
        });
    };
    if (node.kind == Kind::FieldEquals)
        keepIf([&](std::string_view value) { return value == node.text; });
    else if (node.kind == Kind::FieldGlob)
        keepIf([&](std::string_view value) { return matchesGlob(node.text, value); });
    else if (node.kind == Kind::Regex)
        keepIf([&](std::string_view value) { return node.pattern->matches(value); });
    else
        keepIf([](std::string_view) { return true; });
    return found;
}

RowSet Evaluation::fieldCompare(const FilterNode& node, const RowSet& candidates)
{
    RowSet found(candidates.size());
    const auto field = node.field->kind;
    if (field == FieldName::Kind::Time || field == FieldName::Kind::Received) {
        candidates.forEach([&](std::size_t row) {
            const bool isTime = field == FieldName::Kind::Time;
            if (node.times.contains(isTime ? m_batch.time(row) : m_stored.received(row)))
                found.add(row);
        });
        return found;
    }
    FieldReader reader(m_stored, *node.field);
    candidates.forEach([&](std::size_t row) {
        const auto number = reader.number(row);
        if (number && node.number.holds(*number))
            found.add(row);
    });
    return found;
}

} // namespace weir
