// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/vectormetricformat.h"

#include "collectors/decode/json/jsonkeys.h"
#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/records.h"

#include <fmt/format.h>

#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 1> marks{"metric"};
constexpr const char* otherShape = "JSON, but no metric of Vector";

class Metric
{
public:
    Metric(simdjson::dom::element metric, EventBatchBuilder& builder)
        : m_metric(metric)
        , m_builder(builder)
        , m_records(builder)
    {
    }

    const char* add()
    {
        readTags();
        if (m_labels.isTooMany())
            return SampleLabels::tooMany;
        m_name = textOf(m_metric, "name");
        if (const auto space = textOf(m_metric, "namespace"); !space.empty())
            m_name = fmt::format("{}.{}", space, m_name);
        const bool isAdded = addValue("counter", MetricType::Counter)
            || addValue("gauge", MetricType::Gauge) || addSet() || addDistribution()
            || addTotals("aggregated_histogram") || addTotals("aggregated_summary");
        return isAdded && !m_name.empty() ? nullptr : otherShape;
    }

private:
    bool addSample(const std::string& name, double value, MetricType type)
    {
        if (!m_records.next())
            return false;
        m_builder.setMetric(m_builder.append(name), value, {}, type);
        m_labels.write(m_builder);
        if (textOf(m_metric, "kind") == "incremental")
            m_builder.addField("temporality", ValueType::String, m_builder.append("delta"));
        if (const auto time = parseTime(textOf(m_metric, "timestamp")))
            m_builder.setTime(*time);
        return true;
    }

    void readTags()
    {
        simdjson::dom::object tags;
        const auto found = memberOf(m_metric, "tags");
        if (!found || found->get(tags) != simdjson::SUCCESS)
            return;
        for (const auto& [name, value] : tags)
            addLabel(m_labels, m_builder, name, value);
    }

    bool addValue(std::string_view kind, MetricType type)
    {
        const auto object = memberOf(m_metric, kind);
        const auto value = object ? memberOf(*object, "value") : std::nullopt;
        const auto number = value ? numberOf(*value) : std::nullopt;
        return number && addSample(m_name, *number, type);
    }

    bool addSet()
    {
        simdjson::dom::array values;
        const auto set = memberOf(m_metric, "set");
        if (!set || (*set)["values"].get(values) != simdjson::SUCCESS)
            return false;
        return addSample(m_name, static_cast<double>(values.size()), MetricType::Gauge);
    }

    bool addDistribution()
    {
        simdjson::dom::array samples;
        const auto distribution = memberOf(m_metric, "distribution");
        if (!distribution || (*distribution)["samples"].get(samples) != simdjson::SUCCESS)
            return false;
        double count = 0;
        double sum = 0;
        for (const auto sample : samples) {
            double value = 0;
            double rate = 1;
            if (sample["value"].get(value) || sample["rate"].get(rate))
                return false;
            count += rate;
            sum += value * rate;
        }
        return addSample(m_name + "_count", count, MetricType::Unknown)
            && addSample(m_name + "_sum", sum, MetricType::Unknown);
    }

    bool addTotals(std::string_view kind)
    {
        double count = 0;
        double sum = 0;
        const auto totals = memberOf(m_metric, kind);
        if (!totals || (*totals)["count"].get(count) || (*totals)["sum"].get(sum))
            return false;
        return addSample(m_name + "_count", count, MetricType::Unknown)
            && addSample(m_name + "_sum", sum, MetricType::Unknown);
    }

    const simdjson::dom::element m_metric;
    EventBatchBuilder& m_builder;
    Records m_records;
    SampleLabels m_labels;
    std::string m_name;
};

} // namespace

const char* VectorMetricFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '{')
        return "does not begin with {";
    return hasTopKeys(content.bytes, marks) ? nullptr : otherShape;
}

const char* VectorMetricFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    JsonTree::Element root;
    if (const char* reason = m_tree->read(content, builder, root))
        return reason;
    const auto metric = memberOf(root, "metric");
    return metric && metric->is_object() ? Metric(*metric, builder).add() : otherShape;
}

} // namespace weir
