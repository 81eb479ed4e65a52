// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/diskrun.h"

#include "store/read/alertreader.h"
#include "store/read/indexreader.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <map>
#include <vector>

namespace weir::test {

/// What an index holds of the events pushed by a run.
struct FoundEvents
{
    std::map<std::int64_t, std::uint64_t> seqs; ///< by offset
    std::string wrong; ///< an event that is there twice or is not as it was pushed
    std::vector<Error> problems;
};

namespace {

std::string payloadOf(std::int64_t offset)
{
    return "event number " + std::to_string(offset) + std::string(200, 'x');
}

FoundEvents findEvents(const std::filesystem::path& folder)
{
    FoundEvents found;
    const auto reader = IndexReader::open(folder);
    if (!reader) {
        found.problems.push_back(reader.error());
        return found;
    }
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{~std::uint64_t{0}});
    if (!blocks)
        found.problems.push_back(blocks.error());
    for (const BlockInfo& block : blocks ? *blocks : std::vector<BlockInfo>{}) {
        const auto stored = (*reader)->load(block);
        if (!stored) {
            found.problems.push_back(stored.error());
            continue;
        }
        for (std::size_t row = 0; row < stored->batch->size(); ++row) {
            const std::int64_t offset = stored->batch->columns().offsets[row];
            const bool isNew = found.seqs.emplace(offset, number(stored->seq(row))).second;
            if (!isNew || stored->batch->payload(row) != payloadOf(offset))
                found.wrong = std::to_string(offset);
        }
    }
    const auto& problems = (*reader)->problems();
    found.problems.insert(found.problems.end(), problems.begin(), problems.end());
    return found;
}

/// Where no disk slows down what is done a thousand times.
QString memoryFolder()
{
    const QString shared = QStringLiteral("/dev/shm");
    return QFileInfo(shared).isWritable() ? shared : QDir::tempPath();
}

} // namespace

DiskRun::DiskRun(FaultyVfs& disk, std::string words)
    : m_disk(disk)
    , m_words(std::move(words))
    , m_directory(memoryFolder() + QStringLiteral("/weir-XXXXXX"))
    , m_folder(m_directory.path().toStdString() + "/index")
{
    std::filesystem::create_directories(m_folder);
}

WriterOptions DiskRun::options(const std::filesystem::path& folder) const
{
    WriterOptions options;
    options.folder = folder;
    options.sliceAge = 1h;
    options.retention.index.age = 90min;
    options.firstPause = 1ms;
    return options;
}

EventBatchPtr DiskRun::batch(std::size_t events)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    const std::int64_t end = m_next + static_cast<std::int64_t>(events);
    builder.addPosition(stream, {m_next, end});
    for (; m_next < end; ++m_next) {
        builder.beginEvent({stream, m_next, m_clock.now()});
        builder.setPayload(payloadOf(m_next));
    }
    return builder.publish();
}

/// An error has to say which file it is about, and what is the matter with the disk.
void DiskRun::check(const Error& error)
{
    if (error.subject.find("/index/") == std::string::npos)
        object("does not name the file: " + error.text());
    std::size_t from = 0;
    while (from < m_words.size()) {
        const std::size_t end = std::min(m_words.find('|', from), m_words.size());
        if (error.detail.find(m_words.substr(from, end - from)) != std::string::npos)
            return;
        from = end + 1;
    }
    object("does not say what is wrong: " + error.text());
}

/// Waits for what the writer owes. Where it says that it cannot, the index is looked at as it would
/// be after a kill; then the disk works again, and the writer has to deliver.
void DiskRun::await(const std::function<bool()>& condition)
{
    bool hasFailed = false;
    const bool answered = m_witness.await([&] {
        hasFailed = m_witness.hasFailed();
        return hasFailed || condition();
    });
    if (!answered)
        return object("the writer neither delivers nor complains");
    if (hasFailed) {
        verifyWhatAKillLeaves();
        if (!m_witness.await(condition))
            return object("the writer does not go on");
    }
    for (const Error& failure : m_witness.takeFailures())
        check(failure);
}

void DiskRun::verifyWhatAKillLeaves()
{
    const std::filesystem::path image = m_directory.path().toStdString() + "/killed/index";
    Promises promises;
    m_disk.atADeadStop([&] {
        promises = m_witness.promises();
        std::filesystem::remove_all(image);
        std::filesystem::create_directories(image);
        for (const auto& entry : std::filesystem::directory_iterator(m_folder)) {
            // The memory of the WAL's index is made anew by whoever is the first to open the file.
            const std::filesystem::path name = entry.path().filename();
            if (!name.string().ends_with("-shm"))
                std::filesystem::copy(entry.path(), image / name);
        }
    });
    verifyIndex(image, promises, "after a kill");
}

void DiskRun::open()
{
    constexpr int tries = 2;
    for (int i = 0; i < tries; ++i) {
        m_queue = std::make_unique<BatchQueue>(std::size_t{64} << 20);
        auto opened = IndexWriter::open(options(m_folder), *m_queue, m_clock);
        if (opened) {
            m_writer = std::move(*opened);
            m_writer->setFollowed(true);
            m_writer->start(m_witness);
            return;
        }
        check(opened.error());
        m_disk.disarm();
    }
    object("cannot be opened when the disk works again");
}

void DiskRun::close()
{
    m_writer.reset();
    for (const Error& failure : m_witness.takeFailures())
        check(failure);
}

void DiskRun::write(std::size_t events)
{
    if (!m_writer || !m_queue->push(batch(events)))
        return object("the queue takes nothing");
    m_clock.set(m_clock.now() + 1s); // a commit is due when a second ends
    m_queue->wake();
    await([&] { return m_witness.hasEvent(m_next - 1); });
}

void DiskRun::saveAlerts()
{
    if (!m_writer)
        return;
    const int snapshot = ++m_asked;
    AlertRecord record;
    record.rule = "rule " + std::to_string(snapshot);
    record.from = "ok";
    record.to = "firing";
    m_writer->saveAlerts({EventSeq{1}, noon, std::to_string(snapshot)}, {record},
                         [this, snapshot](const auto&) { m_witness.saved(snapshot); });
    await([&] { return m_witness.hasAlerts(snapshot); });
}

void DiskRun::advance(Nanoseconds by)
{
    m_clock.set(m_clock.now() + by);
    m_queue->wake();
    const auto second = std::chrono::floor<std::chrono::seconds>(m_clock.now());
    await([&] { return m_witness.hasTick(second); });
}

void DiskRun::read()
{
    const FoundEvents found = findEvents(m_folder);
    for (const Error& problem : found.problems)
        check(problem);
    if (!found.wrong.empty())
        object("a reader found a wrong event: " + found.wrong);
    for (const auto& [offset, seq] : m_witness.promises().seqs) {
        const auto event = found.seqs.find(offset);
        if (event == found.seqs.end() && offset >= m_retired && found.problems.empty())
            return object("a reader misses an event and does not say so");
        if (event != found.seqs.end() && event->second != seq)
            return object("a reader found an event under another number");
    }
}

/// Everything that was acknowledged is there, nothing is there twice, and the positions say what is
/// there.
void DiskRun::verifyIndex(const std::filesystem::path& folder, const Promises& promises,
                          const std::string& when)
{
    BatchQueue queue(1);
    const auto writer = IndexWriter::open(options(folder), queue, m_clock);
    if (!writer)
        return object(when + " the index cannot be opened: " + writer.error().text());
    const FoundEvents found = findEvents(folder);
    for (const Error& problem : found.problems)
        object(when + " the index cannot be read: " + problem.text());
    if (!found.wrong.empty())
        object(when + " an event is wrong or there twice: " + found.wrong);
    for (const auto& [offset, seq] : promises.seqs) {
        const auto event = found.seqs.find(offset);
        if (event == found.seqs.end() && offset >= m_retired)
            return object(when + " event " + std::to_string(offset) + " is lost");
        if (event != found.seqs.end() && event->second != seq)
            return object(when + " event " + std::to_string(offset) + " has another number");
    }
    verifyPositions(**writer, found, when);
    verifyAlerts(folder, promises, when);
}

void DiskRun::verifyPositions(const IndexWriter& writer, const FoundEvents& found,
                              const std::string& when)
{
    const auto positions = writer.positions("orders");
    std::int64_t end = 0;
    if (!positions.empty()) {
        const auto& ranges = positions.front().ranges;
        if (ranges.size() != 1 || ranges.front().from != 0)
            return object(when + " the positions have holes");
        end = ranges.front().to;
    }
    for (std::int64_t offset = m_retired; offset < std::max(end, m_next); ++offset) {
        if ((offset < end) != (found.seqs.count(offset) != 0))
            return object(when + " positions and events differ at " + std::to_string(offset));
    }
}

void DiskRun::verifyAlerts(const std::filesystem::path& folder, const Promises& promises,
                           const std::string& when)
{
    const auto state = readAlertState(folder);
    const auto history = readAlertHistory(folder, 100);
    if (!state || !history)
        return object(when + " the alerts cannot be read");
    const int found = state->empty() ? 0 : std::stoi(*state);
    if (found < promises.alerts || found > m_asked)
        return object(when + " another state of the alerts: " + *state);
    if (history->size() != static_cast<std::size_t>(found))
        return object(when + " the history and the state of the alerts differ");
}

void DiskRun::verifyAll()
{
    // What retention could not do is up to the next collector.
    open();
    advance(1s);
    close();
    const Promises promises = m_witness.promises();
    verifyIndex(m_folder, promises, "at the end");
    if (promises.seqs.size() != static_cast<std::size_t>(m_next))
        object("at the end not everything was acknowledged");
    const auto found = findEvents(m_folder).seqs.size();
    if (found != static_cast<std::size_t>(m_next - m_retired))
        object("at the end " + std::to_string(found) + " events are there, not "
               + std::to_string(m_next - m_retired));
}

} // namespace weir::test
