// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/telegrafformat.h"

#include "collectors/decode/json/jsonkeys.h"
#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/records.h"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 3> pointMarks{"fields", "name", "timestamp"};
constexpr std::array<std::string_view, 1> batchMarks{"metrics"};
constexpr const char* otherShape = "JSON, but no metric of Telegraf";

SampleLabels labelsOf(EventBatchBuilder& builder, simdjson::dom::object tags,
                      simdjson::dom::object fields)
{
    SampleLabels labels;
    for (const auto& [name, value] : tags)
        addLabel(labels, builder, name == "host" ? std::string_view("host.name") : name, value);
    for (const auto& [name, value] : fields) {
        if (value.is_string())
            addLabel(labels, builder, name, value);
    }
    return labels;
}

const char* addPoint(simdjson::dom::element point, Records& records, EventBatchBuilder& builder)
{
    simdjson::dom::object fields;
    simdjson::dom::object tags;
    const std::string_view measurement = textOf(point, "name");
    const auto timestamp = memberOf(point, "timestamp");
    const auto time = timestamp ? numberOf(*timestamp) : std::nullopt;
    if (measurement.empty() || !time || point["fields"].get(fields) || point["tags"].get(tags))
        return otherShape;
    const SampleLabels labels = labelsOf(builder, tags, fields);
    if (labels.isTooMany())
        return SampleLabels::tooMany;
    for (const auto& [name, value] : fields) {
        bool truth = false;
        const bool isTruth = value.get(truth) == simdjson::SUCCESS;
        const auto number = isTruth ? std::optional(truth ? 1.0 : 0.0) : numberOf(value);
        if (!number)
            continue;
        if (!records.next())
            return Records::tooMany;
        builder.setMetric(builder.append(fmt::format("{}.{}", measurement, name)), *number, {},
                          MetricType::Unknown);
        labels.write(builder);
        if (const auto at = timeByMagnitude(*time))
            builder.setTime(*at);
    }
    return nullptr;
}

} // namespace

const char* TelegrafFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '{')
        return "does not begin with {";
    return hasTopKeys(content.bytes, pointMarks) || hasTopKeys(content.bytes, batchMarks)
        ? nullptr
        : otherShape;
}

const char* TelegrafFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    JsonTree::Element root;
    if (const char* reason = m_tree->read(content, builder, root))
        return reason;
    Records records(builder);
    simdjson::dom::array batch;
    const auto metrics = memberOf(root, "metrics");
    if (!metrics || metrics->get(batch) != simdjson::SUCCESS) {
        const char* const reason = addPoint(root, records, builder);
        return reason ? reason : records.count() == 0 ? otherShape : nullptr;
    }
    for (const auto point : batch) {
        if (const char* reason = addPoint(point, records, builder))
            return reason;
    }
    return records.count() == 0 ? otherShape : nullptr;
}

} // namespace weir
