// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/filter.h"

#include "core/query/evaluation.h"
#include "core/query/filternode.h"
#include "core/query/narrowing.h"

#include <algorithm>

namespace weir {

namespace {

using Kind = Expr::Kind;
using Severities = std::array<bool, severityClassCount>;

std::optional<Error> findProblem(const Expr& expr)
{
    if (expr.kind == Kind::Regex) {
        if (const auto problem = checkPattern(expr.text))
            return Error{Error::Code::InvalidInput, expr.text, problem->message};
    }
    for (const Expr& child : expr.children) {
        if (auto problem = findProblem(child))
            return problem;
    }
    return std::nullopt;
}

bool isEverything(const FilterNode& node)
{
    const auto isChildEverything = [](const auto& child) {
        return isEverything(*child);
    };
    switch (node.kind) {
    case Kind::Everything:
        return true;
    case Kind::And:
        return std::all_of(node.children.begin(), node.children.end(), isChildEverything);
    case Kind::Or:
        return std::any_of(node.children.begin(), node.children.end(), isChildEverything);
    case Kind::Text:
        return node.needle->isEmpty();
    default:
        return false;
    }
}

std::optional<Severities> severitiesOf(const FilterNode& node)
{
    Severities result{};
    if (isEverything(node)) {
        result.fill(true);
        return result;
    }
    switch (node.kind) {
    case Kind::SeverityCompare:
    case Kind::SeverityEquals:
        return node.severities;
    case Kind::And:
    case Kind::Or:
    case Kind::Not:
        break;
    default:
        return std::nullopt;
    }
    result.fill(node.kind == Kind::And);
    for (const auto& child : node.children) {
        const auto severities = severitiesOf(*child);
        if (!severities)
            return std::nullopt;
        for (std::size_t i = 0; i < result.size(); ++i) {
            const bool matches = (*severities)[i];
            if (node.kind == Kind::Not)
                result[i] = !matches;
            else
                result[i] = node.kind == Kind::And ? result[i] && matches : result[i] || matches;
        }
    }
    return result;
}

void collectMatches(const FilterNode& node, bool isWanted, std::string_view text,
                    std::vector<TextSpan>& spans)
{
    if (node.kind == Kind::Text && isWanted && !node.needle->isEmpty()) {
        std::size_t at = 0;
        while ((at = node.needle->find(text, at)) != std::string_view::npos) {
            spans.push_back({at, node.needle->size()});
            ++at;
        }
    }
    const bool isOfBody = !node.field || node.field->kind == FieldName::Kind::Body;
    if (node.kind == Kind::Regex && isWanted && isOfBody)
        node.pattern->findAll(text, spans);
    for (const auto& child : node.children)
        collectMatches(*child, node.kind == Kind::Not ? !isWanted : isWanted, text, spans);
}

std::vector<TextSpan> merged(std::vector<TextSpan> spans)
{
    std::sort(spans.begin(), spans.end(),
              [](TextSpan a, TextSpan b) { return a.offset < b.offset; });
    std::vector<TextSpan> out;
    for (const TextSpan span : spans) {
        const std::size_t end = out.empty() ? 0 : out.back().offset + out.back().length;
        if (out.empty() || span.offset >= end)
            out.push_back(span);
        else
            out.back().length = std::max(end, span.offset + span.length) - out.back().offset;
    }
    return out;
}

} // namespace

Filter::Filter(std::unique_ptr<const FilterNode> root)
    : m_root(std::move(root))
{
}

Filter::~Filter() = default;

Result<std::shared_ptr<const Filter>> Filter::compile(const Expr& expr)
{
    if (auto problem = findProblem(expr))
        return std::move(*problem);
    return std::shared_ptr<const Filter>(new Filter(compileNode(expr)));
}

void Filter::select(const StoredBatch& stored, std::vector<std::uint32_t>& rows) const
{
    const auto all = RowSet::all(stored.batch->size());
    const RowSet matching = Evaluation(stored).evaluate(*m_root, all);
    matching.forEach([&rows](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
}

bool Filter::isNarrowerThan(const Filter& other) const
{
    return isNarrower(*m_root, *other.m_root);
}

bool Filter::matchesEverything() const
{
    return isEverything(*m_root);
}

std::optional<std::array<bool, severityClassCount>> Filter::severitiesOnly() const
{
    return severitiesOf(*m_root);
}

std::vector<TextSpan> Filter::matchesIn(std::string_view text) const
{
    std::vector<TextSpan> spans;
    collectMatches(*m_root, true, text, spans);
    return merged(std::move(spans));
}

} // namespace weir
