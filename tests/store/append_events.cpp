// SPDX-License-Identifier: GPL-3.0-or-later
// Appends numbered events to an index, from where the index says it ended, until it is killed:
// append_events FOLDER PHASE HOUR. For each commit it says what is safe now: source, offset and seq of
// the last event of each source. Its clock begins at that hour, so that it goes on over several runs.
#include "core/eventbatchbuilder.h"
#include "core/query/query.h"
#include "store/write/encodedbatch.h"
#include "store/write/incomingfolder.h"
#include "store/write/incomingslice.h"
#include "tests/store/killphases.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <map>
#include <string>
#include <thread>

using namespace weir;
using namespace weir::test;

namespace {

void say(const std::string& source, std::int64_t offset, EventSeq seq)
{
    std::printf("%s %lld %llu\n", source.c_str(), static_cast<long long>(offset),
                static_cast<unsigned long long>(number(seq)));
    std::fflush(stdout);
}

/// What must not happen, which the test takes for a failure.
void complain(const Error& error)
{
    std::fprintf(stderr, "%s\n", error.text().c_str());
}

class Reporter final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        std::map<std::string, const StoredBatch*> last;
        for (const StoredBatch& stored : batches)
            last[stored.batch->source()] = &stored;
        for (const auto& [source, stored] : last)
            say(source, stored->batch->columns().offsets.back(), stored->lastSeq());
    }
    void ticked(TimePoint) override { }
    void failed(const Error& error) override { complain(error); }
};

/// A second of it is over in ten milliseconds: what is done once a second is killed too.
class FastClock final : public Clock
{
public:
    explicit FastClock(TimePoint begin)
        : m_begin(begin)
    {
    }

    TimePoint now() const override
    {
        return m_begin + 100 * (std::chrono::steady_clock::now() - m_steadyBegin);
    }

private:
    const TimePoint m_begin;
    const std::chrono::steady_clock::time_point m_steadyBegin = std::chrono::steady_clock::now();
};

/// Numbers the events of one source.
class Numbered final
{
public:
    Numbered(std::string name, const IndexWriter& writer)
        : m_name(std::move(name))
        , m_builder(m_name, SourceKind::Kafka)
    {
        const auto positions = writer.positions(m_name);
        m_next = positions.empty() ? 0 : positions.front().ranges.back().to;
    }

    std::int64_t next() const { return m_next; }

    EventBatchPtr batch(std::int64_t size, TimePoint now)
    {
        const auto stream =
            m_builder.streamIndex(Stream{SourceKind::Kafka, "cluster", m_name, 0, 0});
        m_builder.addPosition(stream, {m_next, m_next + size});
        for (const std::int64_t end = m_next + size; m_next < end; ++m_next) {
            m_builder.beginEvent({stream, m_next, now});
            m_builder.setPayload(killPayload(m_name, m_next));
        }
        return m_builder.publish();
    }

private:
    const std::string m_name;
    EventBatchBuilder m_builder;
    std::int64_t m_next = 0;
};

/// Does what its phase says, for ever.
class Appending final
{
public:
    Appending(const KillPhase& phase, const std::filesystem::path& folder, const Clock& clock,
              BatchQueue& queue, IndexWriter& writer)
        : m_phase(phase)
        , m_folder(folder)
        , m_clock(clock)
        , m_queue(queue)
        , m_writer(writer)
        , m_numbers("numbers", writer)
        , m_noise("noise", writer)
        , m_imported("imported", writer)
    {
    }

    void run()
    {
        const auto begin = std::chrono::steady_clock::now();
        const std::int64_t first = m_numbers.next();
        while (true) {
            // Sizes differ, so that kills fall into commits of every length.
            const std::int64_t size = 1 + m_numbers.next() * 7919 % 1500;
            push(m_numbers.batch(size, m_clock.now()));
            if (m_phase.hasNoise)
                push(m_noise.batch(1 + size / 4, m_clock.now()));
            if (m_phase.imports)
                import(1 + size % 8);
            if (m_phase.purges && !m_isPurging.exchange(true))
                purge();
            if (m_phase.eventsPerSecond > 0)
                std::this_thread::sleep_until(begin
                                              + (m_numbers.next() - first) * std::chrono::seconds(1)
                                                  / m_phase.eventsPerSecond);
        }
    }

private:
    void push(const EventBatchPtr& batch)
    {
        while (!m_queue.push(batch))
            m_queue.waitForRoom(batch->bytes(), std::chrono::milliseconds(100));
    }

    /// As an import does it, and waits until the slice is adopted.
    void import(std::int64_t blocks)
    {
        const auto file = makeSlice(blocks);
        if (!file)
            return complain(file.error());
        std::promise<Result<std::uint64_t>> answer;
        m_writer.adopt(file->filename().string(), [&answer](Result<std::uint64_t> adopted) {
            answer.set_value(std::move(adopted));
        });
        const auto adopted = answer.get_future().get();
        if (!adopted)
            complain(adopted.error());
        else
            say("imported", m_imported.next() - 1, EventSeq{});
    }

    /// More than a few blocks become a slice, fewer are appended.
    Result<std::filesystem::path> makeSlice(std::int64_t blocks)
    {
        if (!m_incoming) {
            auto joined = IncomingFolder::join(m_folder);
            if (!joined)
                return joined.error();
            m_incoming = std::move(*joined);
        }
        const auto slice = IncomingSlice::create(m_incoming->nextName(), m_clock.now());
        if (!slice)
            return slice.error();
        for (std::int64_t i = 0; i < blocks; ++i) {
            const auto encoded = encodeBatch(m_imported.batch(100, m_clock.now()));
            const auto appended =
                encoded ? (*slice)->append(*encoded) : Result<Done>(encoded.error());
            if (!appended)
                return appended.error();
        }
        return (*slice)->seal();
    }

    void purge()
    {
        const auto filter = Filter::compile(std::get<Query>(parseQuery("secret")).filter);
        m_writer.purge(*filter, [this](const Result<PurgeOutcome>& outcome) {
            if (!outcome)
                complain(outcome.error());
            m_isPurging = false;
        });
    }

    const KillPhase& m_phase;
    const std::filesystem::path m_folder;
    const Clock& m_clock;
    BatchQueue& m_queue;
    IndexWriter& m_writer;
    Numbered m_numbers;
    Numbered m_noise;
    Numbered m_imported;
    std::unique_ptr<IncomingFolder> m_incoming;
    std::atomic<bool> m_isPurging = false;
};

} // namespace

int main(int count, char** arguments)
{
    const KillPhase* const phase = count == 4 ? killPhase(arguments[2]) : nullptr;
    if (phase == nullptr)
        return 64;
    WriterOptions options;
    options.folder = arguments[1];
    phase->configure(options);
    const FastClock clock(TimePoint{} + std::atoi(arguments[3]) * std::chrono::hours(1));
    const auto lock = IndexLock::acquire(options.folder);
    BatchQueue queue(std::size_t{8} << 20);
    auto writer = lock ? IndexWriter::open(options, queue, clock)
                       : Result<std::unique_ptr<IndexWriter>>(lock.error());
    if (!writer) {
        complain(writer.error());
        return 1;
    }
    (*writer)->setFollowed(true);
    Reporter reporter;
    Appending appending(*phase, options.folder, clock, queue, **writer);
    (*writer)->start(reporter);
    appending.run();
}
