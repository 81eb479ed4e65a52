// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/status.h"

#include "core/control/jsonfields.h"
#include "core/json.h"

#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 7> stateNames{"connecting", "live",   "paused", "retrying",
                                                     "stalled",    "failed", "ended"};

void write(JsonWriter& json, std::string_view name, const std::optional<TimePoint>& time)
{
    json.key(name);
    if (time)
        json.value(formatTime(*time));
    else
        json.null();
}

template<typename T>
void writeIfKnown(JsonWriter& json, std::string_view name, const std::optional<T>& value)
{
    if (value)
        json.member(name, *value);
}

void writeIfAny(JsonWriter& json, std::string_view name, const std::string& text)
{
    if (!text.empty())
        json.member(name, text);
}

void write(JsonWriter& json, const GapStatus& gap)
{
    json.beginObject();
    writeIfAny(json, "topic", gap.topic);
    if (gap.partition >= 0)
        json.member("partition", gap.partition);
    writeIfKnown(json, "from", gap.from);
    writeIfKnown(json, "to", gap.to);
    if (gap.count > 0)
        json.member("count", gap.count);
    json.member("reason", gap.reason).endObject();
}

void write(JsonWriter& json, const PositionStatus& position)
{
    json.beginObject();
    writeIfAny(json, "topic", position.topic);
    writeIfAny(json, "path", position.path);
    if (position.partition >= 0)
        json.member("partition", position.partition);
    json.member("next", position.next);
    writeIfKnown(json, "end", position.end);
    json.endObject();
}

template<typename T>
void writeArray(JsonWriter& json, std::string_view name, const std::vector<T>& items)
{
    json.key(name).beginArray();
    for (const T& item : items)
        write(json, item);
    json.endArray();
}

void write(JsonWriter& json, const SourceStatus& source)
{
    json.beginObject().member("name", source.name).member("kind", source.kind);
    json.member("state", nameOf(source.state)).member("events", source.events);
    json.member("events_per_s", source.eventsPerSecond).member("bytes", source.bytes);
    json.key("lag");
    if (source.lag)
        json.value(*source.lag);
    else
        json.null();
    json.member("dropped", source.dropped);
    writeArray(json, "gaps", source.gaps);
    json.member("undecodable", source.undecodable).member("quarantined", source.quarantined);
    if (source.redacted > 0)
        json.member("redacted", source.redacted);
    json.key("last_error");
    if (source.lastError.empty())
        json.null();
    else
        json.value(source.lastError);
    writeIfAny(json, "note", source.note);
    writeArray(json, "positions", source.positions);
    json.endObject();
}

void read(JsonFields fields, GapStatus& gap)
{
    fields.read("topic", gap.topic);
    fields.read("partition", gap.partition);
    fields.read("from", gap.from);
    fields.read("to", gap.to);
    fields.read("count", gap.count);
    fields.read("reason", gap.reason);
}

void read(JsonFields fields, PositionStatus& position)
{
    fields.read("topic", position.topic);
    fields.read("path", position.path);
    fields.read("partition", position.partition);
    fields.read("next", position.next);
    fields.read("end", position.end);
}

void readState(JsonFields& fields, SourceState& state)
{
    if (!fields.find("state"))
        return;
    std::string name;
    fields.read("state", name);
    for (std::size_t i = 0; i < stateNames.size(); ++i) {
        if (stateNames[i] == name) {
            state = static_cast<SourceState>(i);
            return;
        }
    }
    fields.fail("state", "a state of a source");
}

void read(JsonFields fields, SourceStatus& source)
{
    fields.read("name", source.name);
    fields.read("kind", source.kind);
    readState(fields, source.state);
    fields.read("events", source.events);
    fields.read("events_per_s", source.eventsPerSecond);
    fields.read("bytes", source.bytes);
    fields.read("lag", source.lag);
    fields.read("dropped", source.dropped);
    fields.objects("gaps", [&](JsonFields gap) { read(gap, source.gaps.emplace_back()); });
    fields.read("undecodable", source.undecodable);
    fields.read("quarantined", source.quarantined);
    fields.read("redacted", source.redacted);
    fields.read("last_error", source.lastError);
    fields.read("note", source.note);
    fields.objects("positions",
                   [&](JsonFields position) { read(position, source.positions.emplace_back()); });
}

void read(JsonFields fields, Status& status)
{
    fields.object("collector", [&](JsonFields collector) {
        collector.read("pid", status.pid);
        collector.read("state", status.state);
        collector.read("uptime_s", status.uptimeSeconds);
        collector.read("rss_bytes", status.rssBytes);
    });
    fields.objects("sources",
                   [&](JsonFields source) { read(source, status.sources.emplace_back()); });
    fields.object("index", [&](JsonFields index) {
        index.read("events", status.indexEvents);
        index.read("bytes", status.indexBytes);
        index.read("oldest", status.oldest);
        index.read("newest", status.newest);
        index.read("slices", status.slices);
        index.read("error", status.writerError);
        index.read("compaction_error", status.compactionError);
    });
    fields.object("alerts", [&](JsonFields alerts) {
        alerts.read("firing", status.alertsFiring);
        alerts.read("pending", status.alertsPending);
        alerts.read("notifier", status.notifier);
    });
}

} // namespace

std::string_view nameOf(SourceState state)
{
    const auto index = static_cast<std::size_t>(state);
    return index < stateNames.size() ? stateNames[index] : "unknown";
}

std::string Status::toJson() const
{
    JsonWriter json;
    json.beginObject();
    json.key("collector").beginObject().member("pid", pid).member("state", state);
    json.member("uptime_s", uptimeSeconds).member("rss_bytes", rssBytes).endObject();
    json.key("sources").beginArray();
    for (const SourceStatus& source : sources)
        write(json, source);
    json.endArray();
    json.key("index").beginObject().member("events", indexEvents).member("bytes", indexBytes);
    write(json, "oldest", oldest);
    write(json, "newest", newest);
    json.member("slices", slices);
    writeIfAny(json, "error", writerError);
    writeIfAny(json, "compaction_error", compactionError);
    json.endObject();
    json.key("alerts").beginObject();
    json.member("firing", alertsFiring).member("pending", alertsPending);
    writeIfAny(json, "notifier", notifier);
    json.endObject().endObject();
    return json.take();
}

Result<Status> Status::fromJson(std::string_view json)
{
    Status status;
    if (auto failed = readJsonObject(json, [&](JsonFields fields) { read(fields, status); }))
        return std::move(*failed);
    return status;
}

} // namespace weir
