// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/alertrunner.h"

#include "store/read/seqwalk.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t heldBytes = std::size_t{64} << 20;
/// Also when nothing happens: AlertSequence tells a silence from an absence by it.
constexpr auto saveEvery = std::chrono::seconds(5);

} // namespace

AlertRunner::AlertRunner(IndexWriter& writer, std::filesystem::path index, Callbacks callbacks)
    : m_writer(writer)
    , m_index(std::move(index))
    , m_callbacks(std::move(callbacks))
{
}

AlertRunner::~AlertRunner()
{
    stop();
}

void AlertRunner::start(std::vector<AlertRule> rules)
{
    m_first = m_writer.alertSnapshot();
    m_newestAtStart = m_writer.newest();
    // Without a state, what is in the index already was never watched: begin at its end.
    if (m_first.state.empty())
        m_first.consumed = m_newestAtStart;
    m_thread = std::jthread([this, rules = std::move(rules)]() mutable { run(std::move(rules)); });
}

void AlertRunner::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void AlertRunner::committed(const std::vector<StoredBatch>& batches)
{
    if (batches.empty())
        return;
    Item item;
    item.upTo = batches.back().lastSeq();
    for (const StoredBatch& stored : batches)
        item.bytes += stored.batch->bytes();
    item.batches = batches;
    post(std::move(item));
}

void AlertRunner::adopted(EventSeq upTo)
{
    Item item;
    item.upTo = upTo;
    post(std::move(item));
}

void AlertRunner::ticked(TimePoint second)
{
    Item item;
    item.tick = second;
    post(std::move(item));
}

void AlertRunner::setRules(std::vector<AlertRule> rules)
{
    Item item;
    item.rules = std::move(rules);
    post(std::move(item));
}

std::vector<AlertInstance> AlertRunner::instances() const
{
    const std::lock_guard lock(m_mutex);
    return m_instances;
}

void AlertRunner::post(Item item)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_bytes + item.bytes > heldBytes) {
            item.batches.clear(); // it is committed, so it can be read
            item.bytes = 0;
        }
        m_bytes += item.bytes;
        m_items.push_back(std::move(item));
    }
    m_wake.notify_one();
}

void AlertRunner::run(std::vector<AlertRule> rules)
{
    restore(std::move(rules));
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_items.empty(); });
        if (m_items.empty())
            break;
        const Item item = std::move(m_items.front());
        m_items.pop_front();
        lock.unlock();
        process(item);
        lock.lock();
        m_bytes -= item.bytes;
    }
    lock.unlock();
    saveState(m_evaluator->takeTransitions());
}

void AlertRunner::restore(std::vector<AlertRule> rules)
{
    use(std::move(rules), m_first);
    readUpTo(m_newestAtStart);
    m_sequence->resume();
    publish();
    // From here on a crash goes on from this state, also when nothing has happened yet.
    saveState(m_evaluator->takeTransitions());
}

void AlertRunner::use(std::vector<AlertRule> rules, const AlertSnapshot& after)
{
    auto created = Evaluator::create(rules);
    if (!created) {
        std::vector<AlertRule> good;
        for (AlertRule& rule : rules) {
            if (const auto alone = Evaluator::create({rule}); alone)
                good.push_back(std::move(rule));
            else
                m_callbacks.problem(alone.error().text());
        }
        created = Evaluator::create(std::move(good));
    }
    m_evaluator = std::move(*created);
    if (!after.state.empty()) {
        if (const auto restored = m_evaluator->restore(after.state); !restored)
            m_callbacks.problem(restored.error().text());
    }
    m_sequence.emplace(*m_evaluator, after);
}

void AlertRunner::process(const Item& item)
{
    if (item.rules) {
        AlertSnapshot now = m_sequence->snapshot();
        saveState(m_evaluator->takeTransitions());
        m_sequence.reset();
        use(*item.rules, now);
    }
    for (const StoredBatch& stored : item.batches)
        m_sequence->observe(stored);
    if (item.upTo)
        readUpTo(*item.upTo);
    if (item.tick) {
        m_sequence->tick(*item.tick);
        publish();
    }
}

/// What was not handed over as a batch, if anything, is in the index.
void AlertRunner::readUpTo(EventSeq upTo)
{
    if (number(m_sequence->consumed()) >= number(upTo))
        return;
    if (!m_reader) {
        auto opened = IndexReader::open(m_index);
        if (!opened)
            return m_callbacks.problem(opened.error().text());
        m_reader = std::move(*opened);
    }
    const std::size_t known = m_reader->problems().size();
    const auto walked =
        walkBySeq(*m_reader, m_sequence->consumed(), upTo,
                  [this](const StoredBatch& stored, std::size_t from, std::size_t to) {
                      m_sequence->observe(stored, from, to);
                      return Done{};
                  });
    if (!walked)
        m_callbacks.problem(walked.error().text());
    for (std::size_t i = known; i < m_reader->problems().size(); ++i)
        m_callbacks.problem(m_reader->problems()[i].text());
}

/// Shows the instances and saves what must not be lost.
void AlertRunner::publish()
{
    auto instances = m_evaluator->instances();
    {
        const std::lock_guard lock(m_mutex);
        m_instances = std::move(instances);
    }
    auto records = m_evaluator->takeTransitions();
    const auto now = std::chrono::steady_clock::now();
    if (!records.empty() || now - m_lastSave >= saveEvery) {
        saveState(std::move(records));
        m_lastSave = now;
    }
}

void AlertRunner::saveState(std::vector<AlertRecord> records)
{
    for (AlertRecord& record : records)
        record.recorded = SystemClock().now();
    m_writer.saveAlerts(m_sequence->snapshot(), records,
                        [records, saved = m_callbacks.saved](const std::vector<std::int64_t>& ids) {
                            auto withIds = records;
                            const std::size_t count = std::min(ids.size(), withIds.size());
                            for (std::size_t i = 0; i < count; ++i)
                                withIds[i].id = ids[i];
                            if (!withIds.empty())
                                saved(std::move(withIds));
                        });
}

} // namespace weir
