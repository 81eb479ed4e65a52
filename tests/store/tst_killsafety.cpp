// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"
#include "tests/store/killphases.h"
#include "tests/store/support.h"

#include <QProcess>

#include <algorithm>
#include <map>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// What is in an index.
struct Contents
{
    struct Source
    {
        std::map<std::int64_t, std::uint64_t> seqs; ///< by offset
        std::uint64_t events = 0;
        std::vector<OffsetRange> ranges; ///< its positions

        std::int64_t end() const { return ranges.empty() ? 0 : ranges.back().to; }
    };

    std::map<std::string, Source> sources;
    std::vector<std::pair<EventSeq, TimePoint>> received; ///< of all events, by seq
    std::int64_t newestSlice = 0;
    int highestRevision = 0;
    bool hasColdBlocks = false;
    std::string error;
};

void readBlock(const StoredBatch& stored, Contents& contents)
{
    const std::string& name = stored.batch->source();
    Contents::Source& source = contents.sources[name];
    for (std::size_t row = 0; row < stored.batch->size(); ++row) {
        const std::int64_t offset = stored.batch->columns().offsets[row];
        contents.received.emplace_back(stored.seq(row), stored.received(row));
        ++source.events;
        source.seqs.emplace_hint(source.seqs.end(), offset, number(stored.seq(row)));
        if (stored.batch->payload(row) != killPayload(name, offset))
            contents.error = "a payload that is not that of its offset";
    }
}

/// What a reader finds.
void readEvents(const std::filesystem::path& folder, Contents& contents)
{
    const auto reader = IndexReader::open(folder);
    contents.error = errorOf(reader);
    if (!reader)
        return;
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{~std::uint64_t{0}});
    contents.error = errorOf(blocks);
    if (!blocks)
        return;
    for (const BlockInfo& block : *blocks) {
        contents.hasColdBlocks = contents.hasColdBlocks || block.isCold;
        const auto stored = (*reader)->load(block);
        if (stored)
            readBlock(*stored, contents);
        else
            contents.error = stored.error().text();
        if (!contents.error.empty())
            return;
    }
    for (const Error& problem : (*reader)->problems())
        contents.error = problem.text();
    std::sort(contents.received.begin(), contents.received.end());
}

/// Has the index recovered by a writer first, whose positions then have to be those of the events.
Contents contentsOf(const WriterOptions& options)
{
    Contents contents;
    {
        const auto lock = IndexLock::acquire(options.folder);
        BatchQueue queue(1);
        const SystemClock clock;
        const auto writer = IndexWriter::open(options, queue, clock);
        contents.error = errorOf(writer);
        if (!writer)
            return contents;
        for (const char* source : {"numbers", "noise", "imported"}) {
            for (const auto& position : (*writer)->positions(source))
                contents.sources[source].ranges = position.ranges;
        }
    }
    const auto slices = listSliceFiles(options.folder);
    for (std::size_t i = 0; slices && i < slices->size(); ++i) {
        const SliceFile& slice = (*slices)[i];
        contents.newestSlice = std::max(contents.newestSlice, slice.number);
        contents.highestRevision = std::max(contents.highestRevision, sliceRevisionOf(slice.file));
    }
    readEvents(options.folder, contents);
    return contents;
}

/// What writers said before they were killed: by source, offset and seq of the last event of each
/// commit. The seq is 0 where it was not known.
using Promises = std::map<std::string, std::map<std::int64_t, std::uint64_t>>;

void addTo(Promises& promises, const QByteArray& output)
{
    QByteArrayList lines = output.split('\n');
    lines.removeLast(); // empty, or cut
    for (const QByteArray& line : lines) {
        const QByteArrayList parts = line.split(' ');
        promises[parts[0].toStdString()][parts[1].toLongLong()] = parts[2].toULongLong();
    }
}

/// No event twice, and none lost but those that the phase removes.
void verifySource(const std::string& name, const Contents::Source& source, const KillPhase& phase)
{
    const auto text = [&name](std::int64_t offset) {
        return name + " " + std::to_string(offset);
    };
    QVERIFY2(source.ranges.size() <= 1, name.c_str());
    QCOMPARE(source.events, source.seqs.size()); // none twice
    std::int64_t next = 0;
    if (phase.mayExpire(name))
        next = source.seqs.empty() ? source.end() : source.seqs.begin()->first;
    const auto verifyGone = [&](std::int64_t upTo) {
        for (; next < upTo; ++next)
            QVERIFY2(phase.mayBePurged(name, next), text(next).c_str());
    };
    for (const auto& [offset, seq] : source.seqs) {
        verifyGone(offset);
        if (QTest::currentTestFailed())
            return;
        next = offset + 1;
    }
    QVERIFY2(next <= source.end(), text(next).c_str());
    verifyGone(source.end());
}

void verifyPromises(const Contents& contents, const Promises& promises, const KillPhase& phase)
{
    for (const auto& [name, promised] : promises) {
        const auto source = contents.sources.find(name);
        QVERIFY2(source != contents.sources.end(), name.c_str());
        for (const auto& [offset, seq] : promised) {
            QVERIFY2(offset < source->second.end(), qPrintable(QString::number(offset)));
            const auto found = source->second.seqs.find(offset);
            if (found != source->second.seqs.end())
                QVERIFY(seq == 0 || found->second == seq);
            else
                QVERIFY(phase.mayExpire(name) || phase.mayBePurged(name, offset));
        }
    }
}

void verifyWhole(const Contents& contents, const Promises& promises, const KillPhase& phase)
{
    QCOMPARE(QString::fromStdString(contents.error), QString());
    const auto& received = contents.received;
    for (std::size_t i = 1; i < received.size(); ++i) {
        QVERIFY(received[i - 1].first < received[i].first); // no seq twice
        QVERIFY(received[i - 1].second <= received[i].second);
    }
    for (const auto& [name, source] : contents.sources) {
        verifySource(name, source, phase);
        if (QTest::currentTestFailed())
            return;
    }
    verifyPromises(contents, promises, phase);
}

/// Whether something has gone that the phase removes.
bool hasRemoved(const Contents& contents)
{
    return std::any_of(contents.sources.begin(), contents.sources.end(), [](const auto& entry) {
        return static_cast<std::int64_t>(entry.second.events) < entry.second.end();
    });
}

/// Lets the program append to an index and kills it, again and again.
class Killing final
{
public:
    Killing(const KillPhase& phase, std::uint32_t seed)
        : m_phase(phase)
        , m_random(seed)
    {
        m_phase.configure(m_options);
    }

    void kill(bool soon, std::chrono::milliseconds longest)
    {
        if (!m_directory)
            beginAnew();
        QProcess process;
        process.start(QStringLiteral(APPEND_EVENTS),
                      {QString::fromStdString(m_options.folder.string()),
                       QString::fromLatin1(m_phase.name), QString::number(++m_hour)});
        QVERIFY(process.waitForStarted());
        if (!soon)
            QVERIFY2(process.waitForReadyRead(20'000), process.readAllStandardError().constData());
        const auto most = static_cast<std::uint32_t>(longest.count());
        process.waitForFinished(static_cast<int>(m_random() % most));
        process.kill();
        ++kills;
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        const QByteArray output = process.readAllStandardOutput();
        afterCommit += output.isEmpty() ? 0 : 1;
        addTo(m_promises, output);
        inCopies += isACopyUnfinished() ? 1 : 0;
    }

    void verify()
    {
        if (!std::filesystem::exists(m_options.folder))
            return;
        const Contents contents = contentsOf(m_options);
        verifyWhole(contents, m_promises, m_phase);
        m_mostSlices = std::max(m_mostSlices, contents.newestSlice);
        m_highestRevision = std::max(m_highestRevision, contents.highestRevision);
        m_hasRemoved = m_hasRemoved || hasRemoved(contents);
        m_hasImported = m_hasImported || contents.sources.count("imported") != 0;
        m_hasCompacted = m_hasCompacted || contents.hasColdBlocks;
        const auto numbers = contents.sources.find("numbers");
        if (numbers != contents.sources.end() && numbers->second.end() > 1'000'000)
            m_directory.reset();
    }

    bool hasMetWhatThePhaseIsFor() const
    {
        const bool removes = m_phase.purges || !m_phase.expires.empty();
        return m_mostSlices >= m_phase.leastSlices && m_highestRevision >= m_phase.leastRevision
            && (m_hasRemoved || !removes) && (m_hasImported || !m_phase.imports)
            && (m_hasCompacted || !m_phase.compacts);
    }

    int kills = 0;
    int afterCommit = 0; ///< kills after something was committed
    int inCopies = 0; ///< kills while a slice was copied

private:
    void beginAnew()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_options.folder = m_directory->path().toStdString() + "/index";
        m_promises.clear();
    }

    bool isACopyUnfinished() const
    {
        std::error_code failed;
        const std::filesystem::directory_iterator entries(m_options.folder, failed);
        return std::any_of(begin(entries), end(entries), [](const auto& entry) {
            return entry.path().string().ends_with(".db.new");
        });
    }

    const KillPhase& m_phase;
    std::mt19937 m_random;
    WriterOptions m_options;
    std::unique_ptr<QTemporaryDir> m_directory;
    Promises m_promises;
    int m_hour = 0;
    std::int64_t m_mostSlices = 0;
    int m_highestRevision = 0;
    bool m_hasRemoved = false;
    bool m_hasImported = false;
    bool m_hasCompacted = false;
};

} // namespace

/// The number of kills is WEIR_STORE_KILLS, the seed WEIR_STORE_KILL_SEED.
class tst_KillSafety final : public QObject
{
    Q_OBJECT

private slots:
    void whatWasAcknowledgedIsThereAfterEveryKill_data();
    void whatWasAcknowledgedIsThereAfterEveryKill();
};

void tst_KillSafety::whatWasAcknowledgedIsThereAfterEveryKill_data()
{
    QTest::addColumn<QString>("phase");
    for (const KillPhase& phase : killPhases)
        QTest::newRow(phase.name) << QString::fromLatin1(phase.name);
}

void tst_KillSafety::whatWasAcknowledgedIsThereAfterEveryKill()
{
    QFETCH(const QString, phase);
    const KillPhase& killed = *killPhase(phase.toStdString());
    bool isSet = false;
    const int set = qEnvironmentVariableIntValue("WEIR_STORE_KILLS", &isSet);
    const int kills = 1 + (isSet ? set : 50) / static_cast<int>(std::size(killPhases));
    const std::uint32_t seed = qEnvironmentVariableIsSet("WEIR_STORE_KILL_SEED")
        ? qEnvironmentVariable("WEIR_STORE_KILL_SEED").toUInt()
        : std::random_device{}();
    Killing killing(killed, seed);
    for (int kill = 0; kill < kills && !QTest::currentTestFailed(); ++kill) {
        // Some die while the index is opened or made, most in the middle of writing.
        killing.kill(kill % 5 == 4, killed.longest);
        // Every second time the next writer finds what the kill left, and nobody was there between.
        if (!QTest::currentTestFailed() && (kill % 2 == 0 || kill + 1 == kills))
            killing.verify();
    }
    // A machine that is busy takes its time.
    constexpr auto longestOfAll = 20s;
    for (std::chrono::milliseconds longest = 2 * killed.longest;
         !QTest::currentTestFailed() && !killing.hasMetWhatThePhaseIsFor()
         && longest < longestOfAll;
         longest *= 2) {
        killing.kill(false, longest);
        if (!QTest::currentTestFailed())
            killing.verify();
    }
    qInfo("WEIR_STORE_KILL_SEED=%u, %d kills, %d in a copy", seed, killing.kills, killing.inCopies);
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(killing.afterCommit >= kills / 2, qPrintable(QString::number(killing.afterCommit)));
    QVERIFY(killing.hasMetWhatThePhaseIsFor());
}

QTEST_GUILESS_MAIN(tst_KillSafety)
#include "tst_killsafety.moc"
