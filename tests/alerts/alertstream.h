// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "core/config/config.h"
#include "core/eventbatchbuilder.h"
#include "core/storedbatch.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace weir {

/// Times in these tests are seconds after this whole minute.
constexpr TimePoint epoch = timePointOf(1'800'000'000'000'000'000);

inline TimePoint at(double seconds)
{
    return epoch + Nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

/// One event of a test: of what age and label.
struct TestEvent
{
    double time = 0; ///< seconds
    std::string region = "eu";
    std::string source = "orders";
    double received = -1; ///< seconds; by default as `time`
};

/// Gives out seq numbers like the writer does.
class AlertStream final
{
public:
    explicit AlertStream(SourceKind kind = SourceKind::File)
        : m_kind(kind)
    {
    }

    /// A batch of events of one source. `body` is what a query looks for.
    StoredBatch batch(const std::vector<TestEvent>& events, const std::string& body = "declined")
    {
        EventBatchBuilder builder(events.front().source, m_kind);
        const std::uint32_t stream = builder.streamIndex({m_kind, "test", "orders", 0, 0});
        for (const TestEvent& event : events) {
            const TimePoint received = at(event.received < 0 ? event.time : event.received);
            builder.beginEvent({.stream = stream, .offset = m_offset++, .received = received});
            builder.setPayload(body);
            builder.setTime(at(event.time));
            builder.addField("region", ValueType::String, builder.append(event.region));
        }
        StoredBatch stored{
            .firstSeq = m_next, .receivedFloor = m_floor, .batch = builder.publish()};
        m_next = stored.lastSeq() + 1;
        m_floor = stored.received(stored.batch->size() - 1);
        return stored;
    }

    /// `count` events at the same time.
    StoredBatch burst(std::size_t count, const TestEvent& event)
    {
        return batch(std::vector<TestEvent>(count, event));
    }

private:
    const SourceKind m_kind;
    EventSeq m_next{1};
    TimePoint m_floor = epoch;
    std::int64_t m_offset = 0;
};

inline std::string secondsText(TimePoint time)
{
    return fmt::format("{:g}", std::chrono::duration<double>(time - epoch).count());
}

/// `6 pending, 9 firing, 30 ok`: when each transition was judged; labels first where there are any.
inline std::string printed(const std::vector<AlertRecord>& records)
{
    std::string text;
    for (const AlertRecord& record : records) {
        text += text.empty() ? "" : ", ";
        text += record.labels.empty() ? "" : record.labels + " ";
        text += secondsText(record.at) + " " + record.to;
    }
    return text;
}

/// Everything a record says, to compare two runs bit for bit.
inline std::string exactly(const std::vector<AlertRecord>& records)
{
    std::string text;
    for (const AlertRecord& r : records) {
        text += fmt::format("{}|{}|{}>{}|{}|{:a}|{}|{}\n", r.rule, r.labels, r.from, r.to,
                            nanosecondsOf(r.at), r.value, r.summary, r.reason);
    }
    return text;
}

inline AlertRule ruleOf(const std::string& query, double above)
{
    AlertRule rule;
    rule.name = "declines";
    rule.query = query;
    rule.when = {Threshold::Comparison::Greater, above};
    rule.summary = "{{value}} declined";
    return rule;
}

} // namespace weir
