// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "alerts/sequence.h"
#include "store/write/indexwriter.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace weir {

class IndexReader;

/// Judges the alert rules in a thread of its own: over what was committed, in the order of seq, with
/// the writer's ticks in between. Its state is saved with the transitions it led to, and after a
/// crash it reads from the index what the saved state has not seen, so no transition is lost and
/// none is repeated.
///
/// Thread safety: committed(), ticked(), setRules() and instances() from any thread; the rest from
/// the owner's. Holds at most 64 MiB of batches: what is behind further is read from the index.
class AlertRunner final
{
public:
    struct Callbacks
    {
        /// New transitions that are durable now, with their ids. Called in the writer's thread.
        std::function<void(std::vector<AlertRecord>)> saved;
        /// A sentence about a rule or the state that cannot be used. Called in any thread.
        std::function<void(std::string)> problem;
    };

    /// `writer` outlives it.
    AlertRunner(IndexWriter& writer, std::filesystem::path index, Callbacks callbacks);
    /// Stops.
    ~AlertRunner();
    AlertRunner(const AlertRunner&) = delete;
    AlertRunner& operator=(const AlertRunner&) = delete;

    /// Precondition: the writer has not been started, so its snapshot and newest seq stand still.
    void start(std::vector<AlertRule> rules);
    /// Judges what has been handed over, hands the state to the writer, ends the thread. Idempotent.
    void stop();

    void committed(const std::vector<StoredBatch>& batches);
    /// Events that nobody hands over: they are read from the index.
    void adopted(EventSeq upTo);
    void ticked(TimePoint second);
    void setRules(std::vector<AlertRule> rules);

    /// As of the last judged second.
    std::vector<AlertInstance> instances() const;

private:
    /// One step of the sequence. With `upTo` and no batches: to be read from the index.
    struct Item
    {
        std::vector<StoredBatch> batches;
        std::optional<EventSeq> upTo;
        std::optional<TimePoint> tick;
        std::optional<std::vector<AlertRule>> rules;
        std::size_t bytes = 0;
    };

    void post(Item item);
    void run(std::vector<AlertRule> rules);
    void restore(std::vector<AlertRule> rules);
    void use(std::vector<AlertRule> rules, const AlertSnapshot& after);
    void process(const Item& item);
    void readUpTo(EventSeq upTo);
    void publish();
    void saveState(std::vector<AlertRecord> records);

    IndexWriter& m_writer;
    const std::filesystem::path m_index;
    const Callbacks m_callbacks;

    // Alert thread.
    std::unique_ptr<Evaluator> m_evaluator;
    std::optional<AlertSequence> m_sequence;
    std::unique_ptr<IndexReader> m_reader;
    AlertSnapshot m_first; ///< as it was saved by the collector before
    EventSeq m_newestAtStart{};
    std::chrono::steady_clock::time_point m_lastSave;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Item> m_items;
    std::size_t m_bytes = 0;
    std::vector<AlertInstance> m_instances;
    bool m_stopping = false;

    // Last, so destroyed first.
    std::jthread m_thread;
};

} // namespace weir
