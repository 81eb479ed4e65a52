// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/windowparts.h"
#include "tests/ui/writtenindex.h"
#include "ui/framestats.h"

#include <QTest>

#include <string>

namespace weir::test {

struct IndexFirst
{
    WrittenIndex index;
};

/// What a window gives its pages, over a real index that the test writes.
struct IndexedParts : IndexFirst, WindowParts
{
    /// `shown`: the pages look at another folder than that of the index.
    explicit IndexedParts(const std::filesystem::path& config = {},
                          const std::filesystem::path& shown = {})
        : WindowParts(shown.empty() ? index.folder() : shown, config)
    {
    }

    static std::string emptyObject(int) { return "{}"; }

    /// Hands over `count` events of the topic "orders", one a millisecond, the newest now, numbered on
    /// from those before. `fill(builder, n)` says what event n has beside its time and payload.
    template<typename Fill, typename Payload = std::string (*)(int)>
    void push(int count, Fill fill, Payload payload = &emptyObject)
    {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        const TimePoint now = clock.now();
        for (int i = 0; i < count; ++i) {
            const int n = written + i;
            builder.beginEvent(
                {builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), n, now});
            builder.setPayload(payload(n));
            builder.setTime(now - std::chrono::milliseconds(count - i));
            fill(builder, n);
        }
        written += count;
        index.push(builder);
    }

    /// Waits until all that was handed over can be read, and tells the window, as the collector does.
    bool committed()
    {
        const bool done = QTest::qWaitFor(
            [this] { return index.committedSeq() >= static_cast<std::uint64_t>(written); }, 10'000);
        emit client.committed(index.committedSeq());
        return done;
    }

    FrameStats stats;
    int written = 0; ///< events handed over
};

} // namespace weir::test
