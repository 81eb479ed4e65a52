// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/metricbeatformat.h"

#include "collectors/decode/json/jsonkeys.h"
#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/records.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace weir {

namespace {

constexpr std::array<std::string_view, 2> marks{"@timestamp", "metricset"};
constexpr const char* otherShape = "JSON, but nothing of Metricbeat";

struct Sample
{
    std::string name;
    double value = 0;
};

struct Findings
{
    std::vector<Sample> samples;
    SampleLabels labels;
};

/// The values of a module's tree: numbers are samples, texts tell them apart.
void collect(const std::string& prefix, simdjson::dom::element value, EventBatchBuilder& builder,
             Findings& found)
{
    simdjson::dom::object object;
    if (found.labels.isTooMany())
        return;
    if (value.get(object) == simdjson::SUCCESS) {
        for (const auto& [key, member] : object)
            collect(fmt::format("{}.{}", prefix, key), member, builder, found);
    } else if (const auto number = numberOf(value)) {
        found.samples.push_back({prefix, *number});
    } else if (value.is_string()) {
        addLabel(found.labels, builder, prefix, value);
    }
}

void addWho(simdjson::dom::element root, EventBatchBuilder& builder, SampleLabels& labels)
{
    struct Who
    {
        std::string_view object;
        std::string_view member;
        const char* name;
    };
    constexpr std::array who{Who{"host", "name", "host.name"}, Who{"service", "name", "service.name"},
                             Who{"service", "type", "service.type"},
                             Who{"service", "address", "service.address"},
                             Who{"event", "dataset", "event.dataset"},
                             Who{"metricset", "name", "metricset.name"}};
    for (const Who& one : who) {
        const auto object = memberOf(root, one.object);
        const std::string_view text = object ? textOf(*object, one.member) : std::string_view();
        if (!text.empty())
            labels.add(one.name, ValueType::String, builder.append(text));
    }
}

std::string_view moduleOf(simdjson::dom::element root)
{
    const auto event = memberOf(root, "event");
    const auto set = memberOf(root, "metricset");
    const std::string_view module = event ? textOf(*event, "module") : std::string_view();
    return module.empty() && set ? textOf(*set, "module") : module;
}

} // namespace

const char* MetricbeatFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '{')
        return "does not begin with {";
    return hasTopKeys(content.bytes, marks) ? nullptr : otherShape;
}

const char* MetricbeatFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    JsonTree::Element root;
    if (const char* reason = m_tree->read(content, builder, root))
        return reason;
    const std::string module(moduleOf(root));
    const auto tree = module.empty() ? std::nullopt : memberOf(root, module);
    const auto time = parseTime(textOf(root, "@timestamp"));
    if (!tree || !time)
        return otherShape;
    Findings found;
    collect(module, *tree, builder, found);
    addWho(root, builder, found.labels);
    if (found.samples.empty())
        return otherShape;
    if (found.labels.isTooMany())
        return SampleLabels::tooMany;
    Records records(builder);
    for (const Sample& sample : found.samples) {
        if (!records.next())
            return Records::tooMany;
        builder.setMetric(builder.append(sample.name), sample.value, {}, MetricType::Unknown);
        builder.setTime(*time);
        found.labels.write(builder);
    }
    return nullptr;
}

} // namespace weir
