// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/coldevaluation.h"

#include "core/query/evaluation.h"
#include "core/query/filterwalk.h"

#include <algorithm>
#include <array>

namespace weir {

using Kind = Expr::Kind;

bool addWanted(const FieldName& name, WantedColumns& wanted)
{
    switch (name.kind) {
    case FieldName::Kind::Time:
    case FieldName::Kind::Received:
    case FieldName::Kind::Seq:
    case FieldName::Kind::Source:
        return true;
    case FieldName::Kind::Severity:
        wanted.severities = true;
        return true;
    case FieldName::Kind::Body:
        wanted.bodies = true;
        return true;
    case FieldName::Kind::TraceId:
        wanted.traceIds = true;
        return true;
    case FieldName::Kind::SpanId:
        wanted.spanIds = true;
        return true;
    case FieldName::Kind::Field:
        for (const std::string& column : name.columns) {
            if (std::find(wanted.fields.begin(), wanted.fields.end(), column)
                == wanted.fields.end())
                wanted.fields.push_back(column);
        }
        return true;
    default:
        return false;
    }
}

namespace {

bool addWanted(const FilterNode& node, WantedColumns& wanted)
{
    return node.field != nullptr && weir::addWanted(*node.field, wanted);
}

} // namespace

std::optional<RowSet> ColdEvaluation::evaluate(const FilterNode& node, const RowSet& candidates)
{
    FilterWalk walk([this](const FilterNode& leaf, const RowSet& rows) {
        const bool isOfTexts = leaf.kind == Kind::Text || leaf.kind == Kind::Regex;
        if (isOfTexts && !leaf.field)
            return anywhere(leaf, rows);
        if (leaf.kind == Kind::SeverityCompare || leaf.kind == Kind::SeverityEquals)
            return severities(leaf, rows);
        if (m_fields.canAnswer(leaf))
            return inField(leaf, rows);
        return leaf.kind == Kind::FieldEquals ? equals(leaf, rows) : decoded(leaf, rows);
    });
    return walk.evaluate(node, candidates);
}

std::optional<RowSet> ColdEvaluation::anywhere(const FilterNode& node, const RowSet& candidates)
{
    bool inPayloads = false;
    if (!looksIntoPayloads(inPayloads))
        return std::nullopt;
    if (inPayloads)
        return decoded(node, candidates);
    return node.kind == Kind::Text ? text(*node.needle, candidates)
                                   : patternAnywhere(node, candidates);
}

bool ColdEvaluation::isInShared(const std::function<bool(std::string_view)>& test) const
{
    const EventColumns& facts = m_reader.facts();
    return test(facts.source)
        || std::any_of(facts.labels.begin(), facts.labels.end(),
                       [&test](const auto& label) { return test(label.second); });
}

std::optional<RowSet> ColdEvaluation::text(const Needle& needle, const RowSet& candidates)
{
    if (needle.isEmpty()
        || isInShared([&needle](std::string_view shared) { return needle.isIn(shared); }))
        return candidates;
    RowSet found(candidates.size());
    if (!m_search.findText(needle, candidates, found))
        return std::nullopt;
    return found;
}

/// Events that could not be decoded are looked into as wholes.
bool ColdEvaluation::looksIntoPayloads(bool& answer)
{
    if (!m_looksIntoPayloads) {
        bool has = false;
        if (!m_search.hasUndecodable(has))
            return false;
        m_looksIntoPayloads = has;
    }
    answer = *m_looksIntoPayloads;
    return true;
}

/// The candidates that hold enough of the pattern's atoms for it to match.
std::optional<RowSet> ColdEvaluation::possibleRows(const FilterNode& node, const RowSet& candidates)
{
    std::vector<RowSet> withAtom;
    for (const Needle& atom : node.atoms) {
        auto rows = text(atom, candidates);
        if (!rows)
            return std::nullopt;
        withAtom.push_back(std::move(*rows));
    }
    return rowsThatCanMatch(*node.pattern, withAtom, candidates);
}

std::optional<RowSet> ColdEvaluation::patternAnywhere(const FilterNode& node,
                                                      const RowSet& candidates)
{
    const Pattern& pattern = *node.pattern;
    if (isInShared([&pattern](std::string_view shared) { return pattern.matches(shared); }))
        return candidates;
    RowSet found(candidates.size());
    bool isPossible = false;
    if (!m_search.mayMatch(pattern, node.atoms, isPossible))
        return std::nullopt;
    if (!isPossible)
        return found;
    // Templates tell an automaton at least what they tell of the atoms.
    const auto possible =
        pattern.automaton() != nullptr ? std::optional(candidates) : possibleRows(node, candidates);
    if (!possible)
        return std::nullopt;
    if (!possible->isEmpty() && !m_search.findPattern(pattern, *possible, found))
        return std::nullopt;
    return found;
}

std::optional<StoredBatch> ColdEvaluation::decode(const WantedColumns& wanted)
{
    if (wanted.everything && m_everything)
        return m_everything;
    auto columns = ColdDecoder(m_reader).decode(wanted);
    if (!columns)
        return std::nullopt;
    StoredBatch stored = m_where;
    stored.batch = std::make_shared<const EventBatch>(std::move(*columns));
    if (wanted.everything)
        m_everything = stored;
    return stored;
}

std::optional<RowSet> ColdEvaluation::severities(const FilterNode& node, const RowSet& candidates)
{
    static thread_local std::vector<std::int64_t> values; // each block has some
    if (!m_reader.unpack(m_reader.parts().severities, values))
        return std::nullopt;
    constexpr std::size_t severityCount = 256; // a byte
    std::array<bool, severityCount> isWanted{};
    for (std::size_t i = 0; i < severityCount; ++i)
        isWanted[i] = node.severities[static_cast<std::size_t>(classOf(static_cast<Severity>(i)))];
    std::int64_t all = 0;
    RowSet found(candidates.size());
    found.addWhere(candidates, [&](std::size_t row) {
        all |= values[row];
        return isWanted[static_cast<std::size_t>(values[row]) % severityCount];
    });
    if (all < 0 || all >= static_cast<std::int64_t>(severityCount)) {
        (void)m_reader.fail();
        return std::nullopt;
    }
    return found;
}

std::optional<RowSet> ColdEvaluation::inField(const FilterNode& node, const RowSet& candidates)
{
    RowSet found(candidates.size());
    if (!m_fields.find(node, candidates, found))
        return std::nullopt;
    return found;
}

/// An id that is equal holds the text, so where none can hold it nothing is decoded: mostly templates
/// and filters tell.
std::optional<RowSet> ColdEvaluation::equals(const FilterNode& node, const RowSet& candidates)
{
    using Field = FieldName::Kind;
    const bool isTrace = node.field->kind == Field::TraceId;
    const Needle needle(node.text);
    if (needle.isEmpty() || (!isTrace && node.field->kind != Field::SpanId))
        return decoded(node, candidates);
    RowSet possible(candidates.size());
    if (!(isTrace ? m_search.findInTraceIds(needle, candidates, possible)
                  : m_search.findInSpanIds(needle, candidates, possible)))
        return std::nullopt;
    return possible.isEmpty() ? possible : decoded(node, possible);
}

/// By what evaluates any batch, over the columns that the condition names.
std::optional<RowSet> ColdEvaluation::decoded(const FilterNode& node, const RowSet& candidates)
{
    WantedColumns wanted;
    wanted.everything = !addWanted(node, wanted);
    const auto stored = decode(wanted);
    if (!stored)
        return std::nullopt;
    return Evaluation(*stored).evaluate(node, candidates);
}

} // namespace weir
