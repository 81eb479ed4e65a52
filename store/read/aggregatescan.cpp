// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/aggregatescan.h"

#include "store/blocks/secondcounts.h"
#include "store/read/coldevaluation.h"
#include "store/read/headeranswers.h"

#include <algorithm>

namespace weir {

namespace {

using Function = Aggregate::Function;

bool isOfEvents(const Aggregate& aggregate)
{
    return aggregate.isCountOrRate() || aggregate.function == Function::Top;
}

/// Functions that look at the number in a field and never at its text.
bool isOfNumbers(Function function)
{
    switch (function) {
    case Function::Sum:
    case Function::Average:
    case Function::Min:
    case Function::Max:
    case Function::Quantile:
        return true;
    default:
        return false;
    }
}

/// Counts of whole seconds by severity are what headers hold.
bool isOfHeaders(const Aggregate& aggregate)
{
    const bool isBySeverity = aggregate.by.size() == 1 && aggregate.by.front() == "severity";
    const bool isOfSeconds =
        !aggregate.every || *aggregate.every % std::chrono::seconds(1) == Nanoseconds{0};
    return isOfEvents(aggregate) && isOfSeconds && (aggregate.by.empty() || isBySeverity);
}

void addHeader(const View& view, const BlockInfo& block, Aggregator& aggregator)
{
    const bool bySeverity = !aggregator.aggregate().by.empty();
    forEachHeaderSecond(view, block, [&](std::int64_t second, const SeverityCounts& counts) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] == 0)
                continue;
            const auto severity = static_cast<SeverityClass>(i);
            LabelValues labels;
            if (bySeverity)
                labels.emplace_back(severity == SeverityClass::None ? std::string_view()
                                                                    : nameOf(severity));
            aggregator.addCounts(labels, startOfSecond(second), counts[i]);
        }
    });
}

/// Adds the counts of a dictionary that the catalog holds; false where it does not.
bool addCatalog(ColdReader& cold, const BlockInfo& block, Aggregator& aggregator)
{
    const FieldName name(aggregator.aggregate().by.front());
    const auto& labels = cold.facts().labels;
    const bool hasLabel = std::any_of(labels.begin(), labels.end(), [&name](const auto& label) {
        return label.first == name.name;
    });
    if (name.kind != FieldName::Kind::Field || (name.hasLabel && hasLabel))
        return false;
    ColdReader::Field* found = nullptr;
    for (const std::string& column : name.columns) {
        ColdReader::Field* const field = cold.field(column);
        if (field != nullptr && found != nullptr)
            return false; // which of them counts is decided row by row
        found = field != nullptr ? field : found;
    }
    if (found == nullptr)
        return false;
    const auto entries = found->texts.column.entries();
    if (!std::all_of(entries.begin(), entries.end(), [](const auto& e) { return e.isText(); }))
        return false;
    for (const TextColumn::Entry& entry : entries)
        aggregator.addCounts({std::string(entry.pattern)}, block.firstTime, entry.count);
    if (found->presence.count < cold.rows())
        aggregator.addCounts({std::string()}, block.firstTime, cold.rows() - found->presence.count);
    return true;
}

/// Whether addCatalog() may be tried.
bool isOfCatalogs(const View& view, const Aggregate& aggregate)
{
    return isOfEvents(aggregate) && !aggregate.every && aggregate.by.size() == 1
        && view.filter->matchesEverything();
}

} // namespace

WantedColumns wantedBy(const Aggregate& aggregate)
{
    WantedColumns wanted;
    wanted.everything = false;
    bool isEnough = true;
    for (const std::string& name : aggregate.by)
        isEnough = isEnough && addWanted(FieldName(name), wanted);
    if (!aggregate.field.empty()) {
        const FieldName field(aggregate.field);
        const bool isNumber = isOfNumbers(aggregate.function)
            && field.kind == FieldName::Kind::Field;
        if (isNumber)
            wanted.numbers = field.columns;
        else
            isEnough = isEnough && addWanted(field, wanted);
    }
    // A field that is wanted as a text has its numbers too.
    std::erase_if(wanted.numbers, [&wanted](const std::string& name) {
        return std::find(wanted.fields.begin(), wanted.fields.end(), name) != wanted.fields.end();
    });
    wanted.everything = !isEnough;
    return wanted;
}

Result<AggregateAnswer> aggregateView(const std::filesystem::path& folder, const View& view,
                                      const Aggregate& aggregate, const std::stop_token& stop)
{
    ParallelScan scan(folder, view);
    const WantedColumns wanted = wantedBy(aggregate);
    std::vector<Aggregator> parts;
    for (std::size_t i = 0; i < scan.workers(); ++i)
        parts.emplace_back(aggregate);
    const bool triesHeaders = isOfHeaders(aggregate);
    const bool triesCatalogs = isOfCatalogs(view, aggregate);

    const auto shortcut = [&](std::size_t worker, IndexReader& reader, const BlockInfo& block) {
        if (triesHeaders && canAnswerFromHeader(view, block, EventSeq{})) {
            addHeader(view, block, parts[worker]);
            return ParallelScan::Shortcut::Header;
        }
        if (triesCatalogs && block.isCold && isInside(view, block, EventSeq{})) {
            const auto cold = reader.openCold(block);
            if (cold && addCatalog(**cold, block, parts[worker]))
                return ParallelScan::Shortcut::Catalog;
        }
        return ParallelScan::Shortcut::None;
    };
    const auto add = [&parts](std::size_t worker, const BlockMatches& matches) {
        parts[worker].add(matches.stored, matches.rows);
    };
    if (const auto done = scan.visit(wanted, shortcut, add, stop); !done)
        return done.error();
    for (std::size_t i = 1; i < parts.size() && !stop.stop_requested(); ++i)
        parts.front().merge(parts[i]);
    return AggregateAnswer{std::move(parts.front()), scan.figures(), scan.problems()};
}

} // namespace weir
