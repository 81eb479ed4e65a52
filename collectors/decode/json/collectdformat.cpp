// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/collectdformat.h"

#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/records.h"

#include <optional>
#include <string>
#include <vector>

namespace weir {

namespace {

constexpr const char* otherShape = "JSON, but no list of collectd's values";

MetricType typeOf(std::string_view word)
{
    if (word == "derive" || word == "counter")
        return MetricType::Counter;
    return word == "gauge" ? MetricType::Gauge : MetricType::Unknown;
}

std::vector<std::string_view> textsOf(simdjson::dom::array values)
{
    std::vector<std::string_view> texts;
    for (const auto value : values) {
        std::string_view text;
        texts.push_back(value.get(text) == simdjson::SUCCESS ? text : std::string_view());
    }
    return texts;
}

std::string_view textAt(const std::vector<std::string_view>& texts, std::size_t index)
{
    return index < texts.size() ? texts[index] : std::string_view();
}

/// One entry, which may hold several values.
class Entry
{
public:
    Entry(simdjson::dom::element entry, EventBatchBuilder& builder)
        : m_entry(entry)
        , m_builder(builder)
    {
    }

    const char* add(Records& records)
    {
        simdjson::dom::array values;
        simdjson::dom::array types;
        simdjson::dom::array names;
        m_name = textOf(m_entry, "plugin");
        if (m_name.empty() || textOf(m_entry, "type").empty() || m_entry["values"].get(values)
            || m_entry["dstypes"].get(types) || m_entry["dsnames"].get(names))
            return otherShape;
        m_name.append(1, '.').append(textOf(m_entry, "type"));
        m_types = textsOf(types);
        m_names = textsOf(names);
        const auto seconds = memberOf(m_entry, "time");
        const auto time = seconds ? numberOf(*seconds) : std::nullopt;
        m_time = time ? timeByMagnitude(*time) : std::nullopt;
        label("host.name", "host");
        label("plugin_instance", "plugin_instance");
        label("type_instance", "type_instance");
        std::size_t index = 0;
        for (const auto value : values) {
            const auto number = numberOf(value); // null stands for NaN: there is no value
            if (number && !records.next())
                return Records::tooMany;
            if (number)
                addSample(*number, index);
            ++index;
        }
        return nullptr;
    }

private:
    void addSample(double value, std::size_t index)
    {
        std::string name = m_name;
        if (const auto part = textAt(m_names, index); !part.empty() && part != "value")
            name.append(1, '.').append(part);
        m_builder.setMetric(m_builder.append(name), value, {}, typeOf(textAt(m_types, index)));
        m_labels.write(m_builder);
        if (m_time)
            m_builder.setTime(*m_time);
    }

    void label(const char* name, std::string_view member)
    {
        const std::string_view text = textOf(m_entry, member);
        if (!text.empty())
            m_labels.add(name, ValueType::String, m_builder.append(text));
    }

    const simdjson::dom::element m_entry;
    EventBatchBuilder& m_builder;
    std::string m_name; ///< of the samples, without that of their data source
    std::vector<std::string_view> m_types;
    std::vector<std::string_view> m_names;
    std::optional<TimePoint> m_time;
    SampleLabels m_labels;
};

} // namespace

const char* CollectdFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '[')
        return "does not begin with [";
    return content.bytes.find("\"dstypes\"") == std::string_view::npos ? otherShape : nullptr;
}

const char* CollectdFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    JsonTree::Element root;
    if (const char* reason = m_tree->read(content, builder, root))
        return reason;
    simdjson::dom::array entries;
    if (root.get(entries) != simdjson::SUCCESS)
        return otherShape;
    Records records(builder);
    for (const auto entry : entries) {
        if (const char* reason = Entry(entry, builder).add(records))
            return reason;
    }
    return records.count() == 0 ? otherShape : nullptr;
}

} // namespace weir
