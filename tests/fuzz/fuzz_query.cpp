// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/aggregator.h"
#include "core/query/completion.h"
#include "core/query/filter.h"
#include "core/query/query.h"

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <vector>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

StoredBatch makeBatch()
{
    EventBatchBuilder builder("orders", SourceKind::Kafka, {{"region", "eu"}});
    const auto stream = builder.streamIndex({});
    for (int i = 0; i < 70; ++i) {
        builder.beginEvent({stream, i, timePointOf(i)});
        builder.setPayload("connection refused by 10.1.2.3:443, Caused by: x");
        builder.setSeverity(static_cast<Severity>(i % 25));
        builder.addField("status", ValueType::Int, builder.append("503"), 503);
        builder.addField("path", ValueType::String, builder.append("/api/v1/x"));
    }
    return {EventSeq{1}, {}, builder.publish()};
}

/// The fuzzer and the driver count an abort as a finding.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

void evaluate(const Query& query, std::string_view text)
{
    static const StoredBatch stored = makeBatch();
    const auto filter = Filter::compile(query.filter);
    require(static_cast<bool>(filter));
    std::vector<std::uint32_t> rows;
    (*filter)->select(stored, rows);
    for (const TextSpan span : (*filter)->matchesIn(text))
        require(span.length > 0 && span.offset + span.length <= text.size());
    if (!query.aggregate)
        return;
    Aggregator aggregator(*query.aggregate);
    aggregator.add(stored, rows);
    require(aggregator.series().empty() || !rows.empty());
    const auto again = parseQuery("| " + printAggregate(*query.aggregate));
    require(std::get<Query>(again).aggregate == query.aggregate);
}

class Words final : public QueryVocabulary
{
public:
    std::vector<Word> fields() const override { return {{"status", 1}, {"a b", 2}}; }
    std::vector<Word> values(std::string_view /*field*/) const override { return {{"503", 1}}; }
};

void completeAnywhere(std::string_view text)
{
    // Every place of a long text would take a second.
    const std::size_t step = text.size() / 50 + 1;
    for (std::size_t cursor = 0; cursor <= text.size(); cursor += step) {
        const TextSpan span = complete(text, cursor, Words()).replace;
        require(span.offset <= cursor && cursor <= span.offset + span.length);
        require(span.offset + span.length <= text.size());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(data, data + size);
    completeAnywhere(text);
    const auto parsed = parseQuery(text);
    if (const auto* error = std::get_if<QueryError>(&parsed)) {
        require(error->at.length > 0 && error->at.offset + error->at.length <= size);
        return 0;
    }
    const auto& query = std::get<Query>(parsed);
    const std::string printed = printFilter(query.filter);
    const auto again = parseQuery(printed);
    // Printing may quote, and so lengthen, what was at the limit.
    constexpr std::size_t longestQuery = std::size_t{64} << 10;
    if (printed.size() <= longestQuery) {
        require(std::holds_alternative<Query>(again));
        require(printFilter(std::get<Query>(again).filter) == printed);
    }
    evaluate(query, text);
    return 0;
}
