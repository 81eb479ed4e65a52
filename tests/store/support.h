// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "core/query/filter.h"
#include "store/read/viewscan.h"
#include "store/write/indexwriter.h"

#include <QTemporaryDir>
#include <QtTest>

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace weir::test {

using namespace std::chrono_literals;

/// A time tests can set. Thread safety: any thread.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(TimePoint now)
        : m_now(now)
    {
    }

    TimePoint now() const override { return m_now.load(); }
    void set(TimePoint now) { m_now = now; }

private:
    std::atomic<TimePoint> m_now;
};

/// What the writer told, in its order. Thread safety: any thread.
class Listener final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        const std::lock_guard lock(m_mutex);
        for (const StoredBatch& stored : batches) {
            m_batches.push_back(stored);
            m_events += stored.batch->size();
            m_log.push_back("events up to " + std::to_string(number(stored.lastSeq())));
        }
    }
    void ticked(TimePoint second) override
    {
        const std::lock_guard lock(m_mutex);
        m_ticks.push_back(second);
        m_log.push_back("tick " + formatTime(second, 0));
    }
    void failed(const Error& error) override
    {
        const std::lock_guard lock(m_mutex);
        m_failures.push_back(error);
    }
    void compactionFailed(const Error& error) override
    {
        const std::lock_guard lock(m_mutex);
        m_compactionFailures.push_back(error);
    }

    std::vector<StoredBatch> batches() const { return copy(m_batches); }
    std::vector<TimePoint> ticks() const { return copy(m_ticks); }
    std::vector<Error> failures() const { return copy(m_failures); }
    std::vector<Error> compactionFailures() const { return copy(m_compactionFailures); }
    std::vector<std::string> log() const { return copy(m_log); }
    std::uint64_t events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }

private:
    template<typename T>
    std::vector<T> copy(const std::vector<T>& items) const
    {
        const std::lock_guard lock(m_mutex);
        return items;
    }

    mutable std::mutex m_mutex;
    std::vector<StoredBatch> m_batches;
    std::vector<TimePoint> m_ticks;
    std::vector<Error> m_failures;
    std::vector<Error> m_compactionFailures;
    std::vector<std::string> m_log;
    std::uint64_t m_events = 0;
};

inline Stream streamOf(std::string topic, std::int32_t partition = 0)
{
    return Stream{SourceKind::Kafka, "cluster", std::move(topic), partition, 0};
}

const TimePoint noon = *parseTime("2026-11-23T12:00:00Z");

/// `count` events of source and topic "orders", one a millisecond, with consecutive offsets and the
/// position that goes with them. The payload is the offset.
inline EventBatchPtr numbered(std::int64_t from, std::size_t count, TimePoint begin = noon)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka, {}, {1U << 20U, 1U << 30U, 4096});
    const auto stream = builder.streamIndex(streamOf("orders"));
    for (std::size_t i = 0; i < count; ++i) {
        const auto offset = from + static_cast<std::int64_t>(i);
        builder.beginEvent({stream, offset, begin + i * 1ms});
        builder.setPayload(std::to_string(offset));
        builder.setSeverity(i % 10 == 0 ? Severity::Error : Severity::Info);
    }
    builder.addPosition(stream, {from, from + static_cast<std::int64_t>(count)});
    return builder.publish();
}

inline FilterPtr filterOf(const std::string& text)
{
    const auto parsed = parseQuery(text);
    const auto filter = Filter::compile(std::get<Query>(parsed).filter);
    return filter ? *filter : nullptr;
}

/// The text of an error, or "" for success: so that a failed comparison prints the reason.
template<typename T>
std::string errorOf(const Result<T>& result)
{
    return result ? std::string() : result.error().text();
}

/// An index in a folder of its own with its writer, started.
class TestIndex final
{
public:
    explicit TestIndex(WriterOptions options = {}, TimePoint now = noon)
        : clock(now)
        , m_options(std::move(options))
    {
        m_options.folder = folder();
        open();
    }
    ~TestIndex() { close(); }

    std::filesystem::path folder() const { return m_directory.path().toStdString() + "/index"; }

    void open()
    {
        auto acquired = IndexLock::acquire(folder());
        QVERIFY2(acquired, errorOf(acquired).c_str());
        lock = std::move(*acquired);
        queue = std::make_unique<BatchQueue>(std::size_t{64} << 20);
        auto opened = IndexWriter::open(m_options, *queue, clock);
        QVERIFY2(opened, errorOf(opened).c_str());
        writer = std::move(*opened);
        writer->setFollowed(true);
        listener = std::make_unique<Listener>();
        writer->start(*listener);
    }

    void close()
    {
        writer.reset();
        lock.reset();
    }

    void reopen()
    {
        close();
        open();
    }

    /// With other options; the folder stays.
    void reopen(WriterOptions options)
    {
        close();
        m_options = std::move(options);
        m_options.folder = folder();
        open();
    }

    /// Pushes a batch and waits until it is committed.
    void write(const EventBatchPtr& batch)
    {
        const auto expected = listener->events() + batch->size();
        QVERIFY(queue->push(batch));
        QTRY_VERIFY_WITH_TIMEOUT(listener->events() == expected, 20'000);
    }

    /// Moves the clock and waits for the tick of the second it is in.
    void advanceTo(TimePoint now)
    {
        clock.set(now);
        queue->wake();
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        QTRY_VERIFY(!listener->ticks().empty() && listener->ticks().back() == second);
    }

    ManualClock clock;
    std::unique_ptr<IndexLock> lock;
    std::unique_ptr<BatchQueue> queue;
    std::unique_ptr<Listener> listener; // outlives the writer
    std::unique_ptr<IndexWriter> writer;

private:
    QTemporaryDir m_directory;
    WriterOptions m_options;
};

/// Compacts whatever there is, at once, into blocks of some hundred events.
inline WriterOptions eager()
{
    WriterOptions options;
    options.compaction = CompactionOptions{};
    options.compaction->enoughEvents = 100;
    options.compaction->longestWait = 0s;
    options.compaction->interval = 1ms;
    options.compaction->mostEvents = 1000;
    return options;
}

/// Root may read and write anything, whatever the permissions say; while this lives, the calling
/// thread may not. It stays who it is, for somebody else may not even reach the test's folder.
class WithoutOverride final
{
public:
    WithoutOverride()
    {
        (void)::syscall(SYS_capget, &m_header, m_before.data());
        auto reduced = m_before;
        reduced[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
        (void)::syscall(SYS_capset, &m_header, reduced.data());
    }
    ~WithoutOverride() { (void)::syscall(SYS_capset, &m_header, m_before.data()); }
    WithoutOverride(const WithoutOverride&) = delete;
    WithoutOverride& operator=(const WithoutOverride&) = delete;

private:
    __user_cap_header_struct m_header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> m_before{};
};

} // namespace weir::test
