// SPDX-License-Identifier: GPL-3.0-or-later
// Appends numbered events to an index as fast as it can, from where the index says it ended, until
// it is killed or has reached the end: append_sources FOLDER END [RETENTION_BYTES]
#include "core/eventbatchbuilder.h"
#include "store/write/indexwriter.h"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace weir;

namespace {

/// Says on stdout how far it is, so that the test can tell whether something was committed.
class Reporter final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        std::printf("%llu\n", static_cast<unsigned long long>(number(batches.back().lastSeq())));
        std::fflush(stdout);
    }
    void ticked(TimePoint) override { }
    void failed(const Error& error) override { std::fprintf(stderr, "%s\n", error.text().c_str()); }
};

/// Another source, so that the seqs of both interleave. Nothing vouches for its events.
EventBatchPtr noise(std::int64_t count, TimePoint now)
{
    EventBatchBuilder builder("noise", SourceKind::ZeroMq);
    const auto stream = builder.streamIndex(Stream{SourceKind::ZeroMq, "", "noise", 0, 0});
    for (std::int64_t i = 0; i < count; ++i) {
        builder.beginEvent({stream, -1, now});
        builder.setPayload("noise " + std::to_string(i));
    }
    return builder.publish();
}

std::int64_t begin(const IndexWriter& writer)
{
    const auto positions = writer.positions("numbers");
    return positions.empty() ? 0 : positions.front().ranges.back().to;
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 3)
        return 64;
    WriterOptions options;
    options.folder = arguments[1];
    options.sliceBytes = 1 << 19; // rotation is killed too,
    options.compaction = CompactionOptions{}; // and compaction
    options.compaction->enoughEvents = 500;
    options.compaction->interval = std::chrono::milliseconds(1);
    if (count > 3)
        options.retention.index.bytes = std::strtoull(arguments[3], nullptr, 10);
    const std::int64_t end = std::atoll(arguments[2]);
    const auto lock = IndexLock::acquire(options.folder);
    const SystemClock clock;
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
    while (next < end) {
        const auto stream =
            builder.streamIndex(Stream{SourceKind::Kafka, "cluster", "numbers", 0, 0});
        // Sizes differ, so that kills fall into commits of every length.
        const std::int64_t size = 1 + next * 7919 % 1500;
        for (const std::int64_t to = std::min(next + size, end); next < to; ++next) {
            builder.beginEvent({stream, next, clock.now()});
            builder.setPayload("event number " + std::to_string(next));
            builder.addPosition(stream, {next, next + 1});
        }
        for (const EventBatchPtr& batch : {builder.publish(), noise(1 + size / 4, clock.now())}) {
            while (!queue.push(batch))
                queue.waitForRoom(batch->bytes(), std::chrono::milliseconds(100));
        }
    }
    (*writer)->stop();
    return 0;
}
