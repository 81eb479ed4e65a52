// SPDX-License-Identifier: GPL-3.0-or-later
// Appends numbered events to an index as fast as it can, from where the index says it ended, until
// it is killed: append_events FOLDER PHASE. For each commit it says what is safe now: the offset and
// the seq of the last event.
#include "core/eventbatchbuilder.h"
#include "tests/store/killphases.h"

#include <cstdio>
#include <string>

using namespace weir;
using namespace weir::test;

namespace {

class Reporter final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        const StoredBatch& last = batches.back();
        std::printf("%lld %llu\n", static_cast<long long>(last.batch->columns().offsets.back()),
                    static_cast<unsigned long long>(number(last.lastSeq())));
        std::fflush(stdout);
    }
    void ticked(TimePoint) override { }
    void failed(const Error& error) override { std::fprintf(stderr, "%s\n", error.text().c_str()); }
};

/// A second of it is over in ten milliseconds: what is done once a second is killed too.
class FastClock final : public Clock
{
public:
    TimePoint now() const override
    {
        return m_begin + 100 * (std::chrono::steady_clock::now() - m_steadyBegin);
    }

private:
    const TimePoint m_begin = SystemClock().now();
    const std::chrono::steady_clock::time_point m_steadyBegin = std::chrono::steady_clock::now();
};

std::int64_t begin(const IndexWriter& writer)
{
    const auto positions = writer.positions("numbers");
    return positions.empty() ? 0 : positions.front().ranges.back().to;
}

} // namespace

int main(int count, char** arguments)
{
    const KillPhase* const phase = count == 3 ? killPhase(arguments[2]) : nullptr;
    if (phase == nullptr)
        return 64;
    WriterOptions options;
    options.folder = arguments[1];
    phase->configure(options);
    const auto lock = IndexLock::acquire(options.folder);
    const FastClock clock;
    BatchQueue queue(std::size_t{8} << 20);
    auto writer = lock ? IndexWriter::open(options, queue, clock)
                       : Result<std::unique_ptr<IndexWriter>>(lock.error());
    if (!writer) {
        std::fprintf(stderr, "%s\n", writer.error().text().c_str());
        return 1;
    }
    (*writer)->setFollowed(true);
    Reporter reporter;
    std::int64_t next = begin(**writer);
    (*writer)->start(reporter);

    EventBatchBuilder builder("numbers", SourceKind::Kafka);
    while (true) {
        const auto stream =
            builder.streamIndex(Stream{SourceKind::Kafka, "cluster", "numbers", 0, 0});
        // Sizes differ, so that kills fall into commits of every length.
        const std::int64_t size = 1 + next * 7919 % 1500;
        for (const std::int64_t end = next + size; next < end; ++next) {
            builder.beginEvent({stream, next, clock.now()});
            builder.setPayload("event number " + std::to_string(next));
            builder.addPosition(stream, {next, next + 1});
        }
        const EventBatchPtr batch = builder.publish();
        while (!queue.push(batch))
            queue.waitForRoom(batch->bytes(), std::chrono::milliseconds(100));
    }
}
