// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/support.h"

#include <QProcess>

#include <random>
#include <set>

using namespace weir;
using namespace weir::test;

namespace {

/// What is in the index: each offset once, and the positions.
struct Contents
{
    std::set<std::int64_t> offsets;
    std::uint64_t events = 0;
    std::set<EventSeq> seqs;
    std::size_t coldBlocks = 0;
    std::vector<OffsetRange> ranges;
    std::string error;
};

Contents contentsOf(const std::filesystem::path& folder)
{
    Contents contents;
    {
        const auto lock = IndexLock::acquire(folder);
        BatchQueue queue(1);
        const SystemClock clock;
        WriterOptions options;
        options.folder = folder;
        const auto writer = IndexWriter::open(options, queue, clock);
        contents.error = errorOf(writer);
        if (!writer)
            return contents;
        for (const auto& position : (*writer)->positions("numbers"))
            contents.ranges = position.ranges;
    }
    const auto reader = IndexReader::open(folder);
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
        contents.coldBlocks += block.isCold ? 1 : 0;
        for (std::size_t row = 0; row < stored->batch->size(); ++row) {
            if (!contents.seqs.insert(stored->seq(row)).second)
                contents.error = "a seq twice";
            if (block.source != "numbers")
                continue;
            const std::int64_t offset = stored->batch->columns().offsets[row];
            ++contents.events;
            if (stored->batch->payload(row) == "event number " + std::to_string(offset))
                contents.offsets.insert(offset);
        }
    }
    return contents;
}

void verifyWhole(const Contents& contents)
{
    QCOMPARE(QString::fromStdString(contents.error), QString());
    const std::int64_t end = contents.ranges.empty() ? 0 : contents.ranges.back().to;
    QVERIFY(contents.ranges.size() <= 1);
    QCOMPARE(contents.events, contents.offsets.size()); // none twice
    QCOMPARE(static_cast<std::int64_t>(contents.offsets.size()), end); // none lost
    QVERIFY(end == 0 || (*contents.offsets.begin() == 0 && *contents.offsets.rbegin() == end - 1));
}

} // namespace

class tst_KillSafety final : public QObject
{
    Q_OBJECT

private slots:
    void positionsAndEventsAgreeAfterEveryKill();
};

void tst_KillSafety::positionsAndEventsAgreeAfterEveryKill()
{
    constexpr int kills = 25;
    const std::uint32_t seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const QTemporaryDir directory;
    const std::string folder = directory.path().toStdString() + "/index";
    int killedAfterCommit = 0;
    for (int kill = 0; kill < kills; ++kill) {
        QProcess process;
        process.start(QStringLiteral(APPEND_EVENTS),
                      {QString::fromStdString(folder), QStringLiteral("1000000000")});
        QVERIFY(process.waitForStarted());
        // Some die while the index is opened or made, most in the middle of writing.
        if (kill % 5 != 0)
            QVERIFY2(process.waitForReadyRead(20'000), process.readAllStandardError().constData());
        process.waitForFinished(static_cast<int>(random() % 90));
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        killedAfterCommit += process.readAllStandardOutput().isEmpty() ? 0 : 1;
        if (!std::filesystem::exists(folder))
            continue;
        verifyWhole(contentsOf(folder));
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(killedAfterCommit >= 15, qPrintable(QString::number(killedAfterCommit)));
    const Contents contents = contentsOf(folder);
    QVERIFY(contents.events > 10'000);
    QVERIFY2(contents.coldBlocks > 3, qPrintable(QString::number(contents.coldBlocks)));
}

QTEST_GUILESS_MAIN(tst_KillSafety)
#include "tst_killsafety.moc"
