// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"
#include "tests/store/killphases.h"
#include "tests/store/support.h"

#include <QProcess>

#include <map>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// What is in the index: each offset with its seq, and the positions.
struct Contents
{
    std::map<std::int64_t, std::uint64_t> seqs;
    std::uint64_t events = 0;
    std::vector<OffsetRange> ranges;
    std::int64_t newestSlice = 0;
    std::string error;
};

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
        for (const auto& position : (*writer)->positions("numbers"))
            contents.ranges = position.ranges;
    }
    const auto slices = listSliceFiles(options.folder);
    contents.newestSlice = slices && !slices->empty() ? slices->back().number : 0;
    const auto reader = IndexReader::open(options.folder);
    contents.error = errorOf(reader);
    if (!reader)
        return contents;
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{~std::uint64_t{0}});
    contents.error = errorOf(blocks);
    if (!blocks)
        return contents;
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        contents.error = errorOf(stored);
        if (!stored)
            return contents;
        for (std::size_t row = 0; row < stored->batch->size(); ++row) {
            const std::int64_t offset = stored->batch->columns().offsets[row];
            ++contents.events;
            if (stored->batch->payload(row) == "event number " + std::to_string(offset))
                contents.seqs.emplace_hint(contents.seqs.end(), offset, number(stored->seq(row)));
        }
    }
    for (const Error& problem : (*reader)->problems())
        contents.error = problem.text();
    return contents;
}

/// What writers said before they were killed: offset and seq of the last event of each commit.
using Promises = std::map<std::int64_t, std::uint64_t>;

void addTo(Promises& promises, const QByteArray& output)
{
    QByteArrayList lines = output.split('\n');
    lines.removeLast(); // empty, or cut
    for (const QByteArray& line : lines) {
        const auto space = line.indexOf(' ');
        promises[line.left(space).toLongLong()] = line.mid(space + 1).toULongLong();
    }
}

void verifyWhole(const Contents& contents, const Promises& promises, const KillPhase& phase)
{
    QCOMPARE(QString::fromStdString(contents.error), QString());
    const std::int64_t end = contents.ranges.empty() ? 0 : contents.ranges.back().to;
    QVERIFY(contents.ranges.size() <= 1);
    QCOMPARE(contents.events, contents.seqs.size()); // none twice
    const std::int64_t begin = contents.seqs.empty() ? end : contents.seqs.begin()->first;
    QVERIFY2(phase.removesEvents || begin == 0, qPrintable(QString::number(begin)));
    QCOMPARE(static_cast<std::int64_t>(contents.seqs.size()), end - begin); // none lost
    QVERIFY(contents.seqs.empty() || contents.seqs.rbegin()->first == end - 1);
    for (const auto& [offset, seq] : promises) {
        QVERIFY2(offset < end, qPrintable(QString::number(offset)));
        if (offset >= begin)
            QCOMPARE(contents.seqs.at(offset), seq);
    }
}

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
    qInfo("WEIR_STORE_KILL_SEED=%u, %d kills", seed, kills);
    std::mt19937 random(seed);

    std::unique_ptr<QTemporaryDir> directory;
    WriterOptions options;
    killed.configure(options);
    Promises promises;
    int killedAfterCommit = 0;
    std::int64_t mostSlices = 0;
    for (int kill = 0; kill < kills; ++kill) {
        if (!directory) {
            directory = std::make_unique<QTemporaryDir>();
            options.folder = directory->path().toStdString() + "/index";
            promises.clear();
        }
        QProcess process;
        process.start(QStringLiteral(APPEND_EVENTS),
                      {QString::fromStdString(options.folder.string()), phase});
        QVERIFY(process.waitForStarted());
        // Some die while the index is opened or made, most in the middle of writing.
        if (kill % 5 != 4)
            QVERIFY2(process.waitForReadyRead(20'000), process.readAllStandardError().constData());
        process.waitForFinished(static_cast<int>(random() % 60));
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        const QByteArray output = process.readAllStandardOutput();
        killedAfterCommit += output.isEmpty() ? 0 : 1;
        addTo(promises, output);
        // Every second time the next writer finds what the kill left, and nobody was there between.
        if (!std::filesystem::exists(options.folder) || (kill % 2 != 0 && kill + 1 < kills))
            continue;
        const Contents contents = contentsOf(options);
        verifyWhole(contents, promises, killed);
        if (QTest::currentTestFailed())
            return;
        mostSlices = std::max(mostSlices, contents.newestSlice);
        if (!contents.ranges.empty() && contents.ranges.back().to > 1'000'000)
            directory.reset();
    }
    QVERIFY2(killedAfterCommit >= kills / 2, qPrintable(QString::number(killedAfterCommit)));
    QVERIFY2(mostSlices >= killed.leastSlices, qPrintable(QString::number(mostSlices)));
}

QTEST_GUILESS_MAIN(tst_KillSafety)
#include "tst_killsafety.moc"
