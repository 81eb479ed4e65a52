// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/windowparts.h"
#include "tests/ui/writtenindex.h"
#include "ui/framestats.h"
#include "ui/logs/logspage.h"

#include <QTest>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace weir::test {

/// A log page over a real index whose events are known, so that they can be counted by hand.
struct FieldEvents
{
    struct Event
    {
        std::string severity;
        std::string service;
        std::string host;
        int latency = 0;
        TimePoint time;
    };

    FieldEvents()
        : parts(index.folder())
        , page(parts.context, stats)
    {
        page.resize(1300, 800);
        page.show();
    }

    /// One a millisecond, the newest `ago` before now.
    void write(int count, Nanoseconds ago = {})
    {
        const TimePoint newest = parts.clock.now() - ago;
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        for (int i = 0; i < count; ++i) {
            const auto n = static_cast<int>(events.size());
            constexpr std::array services{"payments", "gateway", "ledger"};
            const auto service = static_cast<std::size_t>(n % 7 == 0 ? 2 : n % 2);
            Event event{n % 5 == 0 ? "error" : "info", services[service],
                        "web-" + std::to_string(n % 9), n * 37 % 1000 + 1,
                        newest - std::chrono::milliseconds(count - i)};
            builder.beginEvent({builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), n,
                                parts.clock.now()});
            builder.setPayload("{}");
            builder.setTime(event.time);
            builder.setBody(builder.append(n % 3 == 0 ? "card declined" : "card accepted"));
            builder.setSeverity(n % 5 == 0 ? Severity::Error : Severity::Info);
            addText(builder, "service.name", event.service);
            if (n % 4 != 0)
                addText(builder, "host", event.host);
            else
                event.host.clear();
            builder.addField("latency_ms", ValueType::Int,
                             builder.append(std::to_string(event.latency)), event.latency);
            events.push_back(std::move(event));
        }
        index.push(builder);
    }

    /// Waits until the writer has committed and tells the window, as the collector does.
    bool committed()
    {
        const bool done = QTest::qWaitFor(
            [this] { return index.committedSeq() >= events.size(); }, 10'000);
        emit parts.client.committed(index.committedSeq());
        return done;
    }

    template<typename Value>
    std::map<std::string, std::uint64_t> counted(Value value) const
    {
        std::map<std::string, std::uint64_t> counts;
        for (const Event& event : events) {
            if (const std::string text = value(event); !text.empty())
                ++counts[text];
        }
        return counts;
    }

    WrittenIndex index;
    WindowParts parts;
    FrameStats stats;
    std::vector<Event> events;
    LogsPage page;
};

} // namespace weir::test
