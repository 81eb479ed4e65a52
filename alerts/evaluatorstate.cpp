// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/evaluatorstate.h"

#include "core/json.h"

#include <simdjson.h>

namespace weir {

namespace {

constexpr std::int64_t version = 1;
using Element = simdjson::dom::element;

void printLanes(JsonWriter& json, const Watermarks& marks)
{
    json.key("lanes").beginArray();
    for (const auto& [name, lane] : marks.lanes()) {
        json.beginArray().value(name.first).value(name.second).value(nanosecondsOf(lane.newest));
        json.value(std::uint64_t{lane.stalled}).value(std::uint64_t{lane.silent});
        json.value(lane.advanced).value(lane.heard).value(lane.isLossy).endArray();
    }
    json.endArray();
}

void printSeries(JsonWriter& json, const LabelValues& labels, const RuleSeries& series)
{
    json.beginArray().beginArray();
    for (const std::string& label : labels)
        json.value(label);
    json.endArray();
    const InstanceState& state = series.state;
    json.value(static_cast<int>(state.condition)).value(nanosecondsOf(state.since));
    json.value(nanosecondsOf(state.firingSince)).value(state.value);
    if (series.firstSeen)
        json.value(nanosecondsOf(*series.firstSeen));
    else
        json.null();
    json.value(nanosecondsOf(series.lastSeen)).beginArray();
    for (const WindowCounts::Bucket& bucket : series.counts.buckets())
        json.value(nanosecondsOf(bucket.start)).value(bucket.count);
    json.endArray().endArray();
}

void printRule(JsonWriter& json, const SavedRule& rule)
{
    const RuleMemory& memory = rule.memory;
    json.beginObject().member("name", rule.name).member("hash", rule.hash);
    json.member("summary", rule.summary).member("severity", static_cast<int>(rule.severity));
    json.key("by").beginArray();
    for (const std::string& field : rule.by)
        json.value(field);
    json.endArray().key("sources").beginArray();
    for (const std::string& source : memory.sources)
        json.value(source);
    json.endArray();
    if (memory.judged)
        json.member("judged", nanosecondsOf(*memory.judged));
    json.member("whole_from", nanosecondsOf(memory.wholeFrom)).member("silent", memory.isSilent);
    json.member("overfull", memory.isOverfull).member("late", memory.late);
    json.key("series").beginArray();
    for (const auto& [labels, series] : memory.series)
        printSeries(json, labels, series);
    json.endArray().endObject();
}

/// Reads what the functions above write. Everything unexpected throws simdjson_error, which
/// parseState() catches.
template<typename T>
T enumerator(Element element, std::int64_t last)
{
    const std::int64_t number = element;
    if (number < 0 || number > last)
        throw simdjson::simdjson_error(simdjson::NUMBER_OUT_OF_RANGE);
    return static_cast<T>(number);
}

TimePoint timeOf(Element element)
{
    constexpr auto margin =
        std::chrono::hours(24 * 366); // times are moved by windows and durations
    const TimePoint time = timePointOf(std::int64_t(element));
    if (time < WindowShape::oldest - margin || time > TimePoint::max() - margin)
        throw simdjson::simdjson_error(simdjson::NUMBER_OUT_OF_RANGE);
    return time;
}

std::string textOf(Element element)
{
    return std::string(std::string_view(element));
}

std::vector<std::string> textsOf(Element element)
{
    std::vector<std::string> texts;
    for (const Element text : element.get_array())
        texts.push_back(textOf(text));
    return texts;
}

Watermarks::Lanes lanesOf(Element element)
{
    Watermarks::Lanes lanes;
    for (const Element entry : element.get_array()) {
        Watermarks::Lane lane;
        lane.newest = timeOf(entry.at(2));
        lane.stalled = static_cast<std::uint32_t>(std::uint64_t(entry.at(3)));
        lane.silent = static_cast<std::uint32_t>(std::uint64_t(entry.at(4)));
        lane.advanced = entry.at(5);
        lane.heard = entry.at(6);
        lane.isLossy = entry.at(7);
        lanes.insert({{textOf(entry.at(0)), textOf(entry.at(1))}, lane});
    }
    return lanes;
}

InstanceState instanceStateOf(Element entry)
{
    InstanceState state;
    state.condition = enumerator<AlertCondition>(entry.at(1), 3);
    state.since = timeOf(entry.at(2));
    state.firingSince = timeOf(entry.at(3));
    state.value = double(entry.at(4));
    return state;
}

/// Start and count in turn.
std::deque<WindowCounts::Bucket> bucketsOf(Element element)
{
    std::deque<WindowCounts::Bucket> buckets;
    std::optional<TimePoint> start;
    for (const Element number : element.get_array()) {
        if (!start) {
            start = timeOf(number);
            if (!buckets.empty() && *start <= buckets.back().start)
                throw simdjson::simdjson_error(simdjson::NUMBER_OUT_OF_RANGE);
        } else {
            buckets.push_back({*start, std::uint64_t(number)});
            start.reset();
        }
    }
    return buckets;
}

RuleSeries seriesOf(Element entry)
{
    RuleSeries series;
    series.state = instanceStateOf(entry);
    if (!entry.at(5).is_null())
        series.firstSeen = timeOf(entry.at(5));
    series.lastSeen = timeOf(entry.at(6));
    series.counts.restore(bucketsOf(entry.at(7)));
    return series;
}

SavedRule ruleOf(Element element)
{
    SavedRule rule;
    rule.name = textOf(element["name"]);
    rule.hash = textOf(element["hash"]);
    rule.summary = textOf(element["summary"]);
    rule.severity = enumerator<AlertSeverity>(element["severity"], 2);
    rule.by = textsOf(element["by"]);
    RuleMemory& memory = rule.memory;
    for (std::string& source : textsOf(element["sources"]))
        memory.sources.insert(std::move(source));
    if (auto judged = element["judged"]; !judged.error())
        memory.judged = timeOf(judged.value());
    memory.wholeFrom = timeOf(element["whole_from"]);
    memory.isSilent = element["silent"];
    memory.isOverfull = element["overfull"];
    memory.late = element["late"];
    for (const Element entry : element["series"].get_array()) {
        auto labels = textsOf(entry.at(0));
        memory.series.insert({std::move(labels), seriesOf(entry)});
    }
    return rule;
}

SavedState stateOf(Element root)
{
    if (std::int64_t(root["version"]) != version)
        throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
    SavedState state;
    std::optional<TimePoint> tick;
    if (auto last = root["tick"]; !last.error())
        tick = timeOf(last.value());
    state.marks.restore(lanesOf(root["lanes"]), tick,
                        static_cast<std::uint32_t>(std::uint64_t(root["grace"])),
                        root["interrupted"]);
    for (const Element rule : root["rules"].get_array())
        state.rules.push_back(ruleOf(rule));
    return state;
}

} // namespace

std::string printState(const SavedState& state)
{
    JsonWriter json;
    json.beginObject().member("version", version);
    if (state.marks.lastTick())
        json.member("tick", nanosecondsOf(*state.marks.lastTick()));
    json.member("grace", std::uint64_t{state.marks.grace()});
    json.member("interrupted", state.marks.isInterrupted());
    printLanes(json, state.marks);
    json.key("rules").beginArray();
    for (const SavedRule& rule : state.rules)
        printRule(json, rule);
    return json.endArray().endObject().take();
}

Result<SavedState> parseState(const std::string& text)
{
    try {
        simdjson::dom::parser parser;
        return stateOf(parser.parse(text));
    } catch (const simdjson::simdjson_error& error) {
        return Error{Error::Code::Corrupt, "alert state", error.what()};
    }
}

} // namespace weir
