// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/alertreader.h"
#include "tests/store/support.h"
#include "tests/support/faultyvfs.h"

#include <sqlite3.h>

#include <cerrno>
#include <condition_variable>
#include <map>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// What the writer said is safe.
struct Promises
{
    std::map<std::int64_t, std::uint64_t> seqs; ///< of acknowledged events, by offset
    int alerts = 0; ///< snapshot
};

/// Hears what the writer says, for whoever waits for it.
class Witness final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        change([&] {
            for (const StoredBatch& stored : batches) {
                for (std::size_t row = 0; row < stored.batch->size(); ++row)
                    m_promises.seqs[stored.batch->columns().offsets[row]] = number(stored.seq(row));
            }
        });
    }
    void ticked(TimePoint second) override
    {
        change([&] { m_tick = second; });
    }
    void failed(const Error& error) override
    {
        change([&] {
            if (!error.detail.empty())
                m_failures.push_back(error);
        });
    }
    void saved(int snapshot)
    {
        change([&] { m_promises.alerts = snapshot; });
    }

    /// Until it holds; false after a time no disk needs.
    bool await(const std::function<bool()>& condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, condition);
    }

    Promises promises()
    {
        const std::lock_guard lock(m_mutex);
        return m_promises;
    }
    std::vector<Error> takeFailures()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_failures, {});
    }

    // For the conditions of await().
    bool hasEvent(std::int64_t offset) const { return m_promises.seqs.count(offset) != 0; }
    bool hasAlerts(int snapshot) const { return m_promises.alerts == snapshot; }
    bool hasTick(TimePoint second) const { return m_tick >= second; }
    bool hasFailed() const { return !m_failures.empty(); }

private:
    void change(const std::function<void()>& action)
    {
        {
            const std::lock_guard lock(m_mutex);
            action();
        }
        m_changed.notify_all();
    }

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Promises m_promises;
    TimePoint m_tick = TimePoint::min();
    std::vector<Error> m_failures;
};

/// What an index holds of the events pushed by a Run.
struct Found
{
    std::map<std::int64_t, std::uint64_t> seqs; ///< by offset
    std::string wrong; ///< an event that is there twice or is not as it was pushed
    std::vector<Error> problems;
};

std::string payloadOf(std::int64_t offset)
{
    return "event number " + std::to_string(offset) + std::string(200, 'x');
}

Found findEvents(const std::filesystem::path& folder)
{
    Found found;
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

/// A collector's life on a disk that may fail, and what has to hold whatever happens in it.
class Run final
{
public:
    Run(FaultyVfs& disk, std::string words)
        : m_disk(disk)
        , m_words(std::move(words))
        , m_directory(memoryFolder() + QStringLiteral("/weir-XXXXXX"))
        , m_folder(m_directory.path().toStdString() + "/index")
    {
        std::filesystem::create_directories(m_folder);
    }

    // What phases are made of.
    void open();
    void close();
    void write(std::size_t events);
    void saveAlerts();
    /// Moves the clock and waits for the tick of that second.
    void advance(Nanoseconds by);
    /// Events that were written before now may be removed from here on.
    void retire() { m_retired = m_next; }
    void read();

    /// After the last phase, with a disk that works.
    void verifyAll();

    const std::string& objection() const { return m_objection; }

private:
    void object(const std::string& what)
    {
        if (m_objection.empty())
            m_objection = what;
    }
    void await(const std::function<bool()>& condition);
    void check(const Error& error);
    void verifyWhatAKillLeaves();
    void verifyIndex(const std::filesystem::path& folder, const Promises& promises,
                     const std::string& when);
    void verifyPositions(const IndexWriter& writer, const Found& found, const std::string& when);
    void verifyAlerts(const std::filesystem::path& folder, const Promises& promises,
                      const std::string& when);
    WriterOptions options(const std::filesystem::path& folder) const;
    EventBatchPtr batch(std::size_t events);

    FaultyVfs& m_disk;
    const std::string m_words;
    const QTemporaryDir m_directory;
    const std::filesystem::path m_folder;
    ManualClock m_clock{noon};
    std::unique_ptr<BatchQueue> m_queue;
    Witness m_witness;
    std::unique_ptr<IndexWriter> m_writer;
    std::int64_t m_next = 0; ///< offset
    std::int64_t m_retired = 0; ///< offsets below may be gone
    int m_asked = 0; ///< snapshots of the alerts that were to be saved
    std::string m_objection;
};

WriterOptions Run::options(const std::filesystem::path& folder) const
{
    WriterOptions options;
    options.folder = folder;
    options.sliceAge = 1h;
    options.retention.index.age = 90min;
    options.firstPause = 1ms;
    return options;
}

EventBatchPtr Run::batch(std::size_t events)
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
void Run::check(const Error& error)
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
void Run::await(const std::function<bool()>& condition)
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

void Run::verifyWhatAKillLeaves()
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

void Run::open()
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

void Run::close()
{
    m_writer.reset();
    for (const Error& failure : m_witness.takeFailures())
        check(failure);
}

void Run::write(std::size_t events)
{
    if (!m_writer || !m_queue->push(batch(events)))
        return object("the queue takes nothing");
    m_clock.set(m_clock.now() + 1s); // a commit is due when a second ends
    m_queue->wake();
    await([&] { return m_witness.hasEvent(m_next - 1); });
}

void Run::saveAlerts()
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

void Run::advance(Nanoseconds by)
{
    m_clock.set(m_clock.now() + by);
    m_queue->wake();
    const auto second = std::chrono::floor<std::chrono::seconds>(m_clock.now());
    await([&] { return m_witness.hasTick(second); });
}

void Run::read()
{
    const Found found = findEvents(m_folder);
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
void Run::verifyIndex(const std::filesystem::path& folder, const Promises& promises,
                      const std::string& when)
{
    BatchQueue queue(1);
    const auto writer = IndexWriter::open(options(folder), queue, m_clock);
    if (!writer)
        return object(when + " the index cannot be opened: " + writer.error().text());
    const Found found = findEvents(folder);
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

void Run::verifyPositions(const IndexWriter& writer, const Found& found, const std::string& when)
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

void Run::verifyAlerts(const std::filesystem::path& folder, const Promises& promises,
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

void Run::verifyAll()
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

/// What happens in the life of an index. A phase that is added here meets every fault.
struct Phase
{
    const char* name;
    void (*run)(Run&);
};

constexpr Phase phases[] = {
    {"the index is made",
     [](Run& run) {
         run.open();
     }},
    {"events are committed",
     [](Run& run) {
         for (const std::size_t events : {30U, 1U, 400U})
             run.write(events);
     }},
    {"alerts are saved",
     [](Run& run) {
         run.saveAlerts();
     }},
    {"a reader reads",
     [](Run& run) {
         run.read();
     }},
    {"a slice is complete and the next begun",
     [](Run& run) {
         run.advance(1h);
         run.write(50);
         run.saveAlerts();
     }},
    {"a slice is retired",
     [](Run& run) {
         run.retire();
         run.advance(90min);
         run.write(20);
         run.retire();
         run.advance(95min);
     }},
    {"the writer stops",
     [](Run& run) {
         run.close();
     }},
    {"the index is opened again",
     [](Run& run) {
         run.open();
     }},
    {"it goes on",
     [](Run& run) {
         run.write(70);
         run.saveAlerts();
     }},
    {"a reader reads again",
     [](Run& run) {
         run.read();
     }},
    {"the writer stops again",
     [](Run& run) {
         run.close();
     }},
};

} // namespace

class tst_DiskFaults final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingFailsOnADiskThatWorks();
    void aFailureCostsNothingThatWasAcknowledged_data();
    void aFailureCostsNothingThatWasAcknowledged();

private:
    /// Whether the fault was met; false where there are fewer such calls.
    bool live(const Fault& fault, const std::string& words);

    FaultyVfs* m_disk = nullptr;
    std::array<std::uint64_t, ioCallKinds> m_calls{}; ///< in the life before
    std::uint64_t m_places = 0; ///< that are tried of each kind of fault; 0: every call there is
    std::mt19937 m_random;
};

void tst_DiskFaults::initTestCase()
{
    m_disk = &FaultyVfs::install();
    m_places = qEnvironmentVariableIsSet("WEIR_FAULT_PLACES")
        ? qEnvironmentVariable("WEIR_FAULT_PLACES").toULongLong()
        : 25;
    const std::uint32_t seed = qEnvironmentVariableIsSet("WEIR_FAULT_SEED")
        ? qEnvironmentVariable("WEIR_FAULT_SEED").toUInt()
        : std::random_device{}();
    m_random.seed(seed);
    qInfo("WEIR_FAULT_SEED=%u", seed);
}

bool tst_DiskFaults::live(const Fault& fault, const std::string& words)
{
    Run run(*m_disk, words);
    m_disk->arm(fault);
    std::string place;
    for (const Phase& phase : phases) {
        phase.run(run);
        if (place.empty() && m_disk->hasFired())
            place = phase.name;
        if (!run.objection().empty())
            break;
    }
    m_disk->disarm();
    for (std::size_t kind = 0; kind < ioCallKinds; ++kind)
        m_calls[kind] = m_disk->calls(static_cast<IoCall>(kind));
    if (run.objection().empty())
        run.verifyAll();
    if (!run.objection().empty()) {
        const std::string text =
            "call " + std::to_string(fault.nth) + ", when " + place + ": " + run.objection();
        QTest::qFail(text.c_str(), __FILE__, __LINE__);
    }
    return !place.empty();
}

void tst_DiskFaults::nothingFailsOnADiskThatWorks()
{
    Fault never;
    never.nth = ~std::uint64_t{0};
    QVERIFY(!live(never, ""));
    // Otherwise the sweeps below would pass over nothing.
    for (std::size_t kind = 0; kind < ioCallKinds; ++kind) {
        QVERIFY2(m_calls[kind] > 5, qPrintable(QString::number(kind)));
    }
}

void tst_DiskFaults::aFailureCostsNothingThatWasAcknowledged_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("result");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<bool>("forEver");
    QTest::addColumn<QString>("words");
    const struct
    {
        const char* name;
        IoCall call;
        int result;
        int systemError;
        const char* words;
    } faults[] = {
        {"the disk is full", IoCall::Write, SQLITE_FULL, ENOSPC, "disk is full"},
        {"a write fails", IoCall::Write, SQLITE_IOERR_WRITE, EIO, "disk I/O error"},
        {"a sync fails", IoCall::Sync, SQLITE_IOERR_FSYNC, EIO, "disk I/O error"},
        {"a truncation fails", IoCall::Truncate, SQLITE_IOERR_TRUNCATE, EIO, "disk I/O error"},
        {"a read fails", IoCall::Read, SQLITE_IOERR_READ, EIO, "disk I/O error"},
        {"a read is short", IoCall::Read, SQLITE_IOERR_SHORT_READ, 0,
         "disk I/O error|is not a database|malformed|damaged"},
        {"a file cannot be opened", IoCall::Open, SQLITE_CANTOPEN, EMFILE,
         "unable to open database file"},
        {"a file cannot be removed", IoCall::Delete, SQLITE_IOERR_DELETE, EIO, "disk I/O error"},
        {"a size is not told", IoCall::FileSize, SQLITE_IOERR_FSTAT, EIO, "disk I/O error"},
        {"a lock is not given", IoCall::Lock, SQLITE_IOERR_LOCK, EIO, "disk I/O error"},
        {"shared memory fails", IoCall::Shm, SQLITE_IOERR_SHMMAP, EIO, "disk I/O error"},
        {"a name cannot be looked up", IoCall::Access, SQLITE_IOERR_ACCESS, EIO, "disk I/O error"},
    };
    for (const auto& fault : faults) {
        for (const bool forEver : {false, true})
            QTest::addRow("%s, %s", fault.name, forEver ? "for ever" : "once")
                << static_cast<int>(fault.call) << fault.result << fault.systemError << forEver
                << QString::fromLatin1(fault.words);
    }
}

void tst_DiskFaults::aFailureCostsNothingThatWasAcknowledged()
{
    QFETCH(const int, call);
    QFETCH(const int, result);
    QFETCH(const int, systemError);
    QFETCH(const bool, forEver);
    QFETCH(const QString, words);
    Fault fault{static_cast<IoCall>(call), result, systemError, ~std::uint64_t{0}, forEver};
    QVERIFY(!live(fault, ""));
    const std::uint64_t calls = m_calls[static_cast<std::size_t>(call)];
    const std::uint64_t step = m_places == 0 ? 1 : 1 + calls / m_places;
    fault.nth = 1 + m_random() % step;
    std::uint64_t met = 0;
    for (; live(fault, words.toStdString()); fault.nth += step, ++met) {
        if (QTest::currentTestFailed())
            return;
    }
    // How often a file is read differs a little from life to life.
    QVERIFY2(2 * met >= calls / step, qPrintable(QString::number(met)));
}

QTEST_GUILESS_MAIN(tst_DiskFaults)
#include "tst_diskfaults.moc"
