// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"
#include "tests/store/support.h"

#include <QProcess>

#include <algorithm>
#include <random>
#include <vector>

using namespace weir;
using namespace weir::test;

namespace {

/// What is in the index: offsets and seqs ascending, and the positions.
struct Contents
{
    std::vector<std::int64_t> offsets;
    std::vector<EventSeq> seqs;
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
            contents.seqs.push_back(stored->seq(row));
            if (block.source != "numbers")
                continue;
            const std::int64_t offset = stored->batch->columns().offsets[row];
            if (stored->batch->payload(row) == "event number " + std::to_string(offset))
                contents.offsets.push_back(offset);
            else
                contents.error = "a payload that is not that of its offset";
        }
    }
    std::sort(contents.offsets.begin(), contents.offsets.end());
    std::sort(contents.seqs.begin(), contents.seqs.end());
    return contents;
}

template<typename T>
bool hasTwice(const std::vector<T>& ascending)
{
    return std::adjacent_find(ascending.begin(), ascending.end()) != ascending.end();
}

/// No event twice and none lost between the first that is there and the end of the positions.
void verifyWhole(const Contents& contents)
{
    QCOMPARE(QString::fromStdString(contents.error), QString());
    QVERIFY(contents.ranges.size() <= 1);
    QVERIFY(!hasTwice(contents.offsets));
    QVERIFY(!hasTwice(contents.seqs));
    if (contents.offsets.empty())
        return;
    QCOMPARE(contents.offsets.back(), contents.ranges.back().to - 1);
    QCOMPARE(static_cast<std::int64_t>(contents.offsets.size()),
             contents.offsets.back() - contents.offsets.front() + 1);
}

/// Lets the program append to the index and kills it, again and again.
class Killing final
{
public:
    Killing(QStringList arguments, std::chrono::milliseconds longest)
        : folder(m_directory.path().toStdString() + "/index")
        , m_arguments(QStringList{QString::fromStdString(folder)} + std::move(arguments))
        , m_longest(static_cast<unsigned>(longest.count()))
        , m_random(std::random_device{}())
    {
    }

    void kill(bool soon)
    {
        QProcess process;
        process.start(QStringLiteral(APPEND_SOURCES), m_arguments);
        QVERIFY(process.waitForStarted());
        if (!soon)
            QVERIFY2(process.waitForReadyRead(20'000), process.readAllStandardError().constData());
        process.waitForFinished(static_cast<int>(m_random() % m_longest));
        finish(process);
    }

    /// Kills once the condition holds: of what takes longer than the time between two kills.
    template<typename Condition>
    void killWhen(Condition holds)
    {
        QProcess process;
        process.start(QStringLiteral(APPEND_SOURCES), m_arguments);
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(holds(), 60'000);
        finish(process);
    }

private:
    void finish(QProcess& process)
    {
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        killedAfterCommit += process.readAllStandardOutput().isEmpty() ? 0 : 1;
        if (std::filesystem::exists(folder))
            verifyWhole(contentsOf(folder));
    }

    QTemporaryDir m_directory;

public:
    const std::string folder;
    int killedAfterCommit = 0;

private:
    const QStringList m_arguments;
    const unsigned m_longest;
    std::mt19937 m_random;
};

bool isAnySealed(const std::string& folder)
{
    const auto files = listSliceFiles(folder);
    return std::any_of(files->begin(), files->end(),
                       [](const SliceFile& slice) { return isSealed(slice.file); });
}

} // namespace

class tst_KillCompaction final : public QObject
{
    Q_OBJECT

private slots:
    void positionsAndEventsAgreeAfterEveryKill();
    void retentionTakesTheOldestOnly();
};

void tst_KillCompaction::positionsAndEventsAgreeAfterEveryKill()
{
    constexpr int kills = 20;
    Killing killing({QStringLiteral("1000000000")}, 90ms);
    for (int kill = 0; kill < kills && !QTest::currentTestFailed(); ++kill)
        killing.kill(kill % 5 == 0); // while the index is opened or made; else while writing
    killing.killWhen([&killing] { return isAnySealed(killing.folder); });
    QVERIFY2(killing.killedAfterCommit >= 12,
             qPrintable(QString::number(killing.killedAfterCommit)));
    const Contents contents = contentsOf(killing.folder);
    QVERIFY(contents.offsets.empty() || contents.offsets.front() == 0);
    QVERIFY(contents.offsets.size() > 10'000);
    QVERIFY(contents.coldBlocks > 0);
    QVERIFY(isAnySealed(killing.folder));
}

void tst_KillCompaction::retentionTakesTheOldestOnly()
{
    // Retention is applied once a second.
    Killing killing({QStringLiteral("1000000000"), QStringLiteral("3000000")}, 1500ms);
    for (int kill = 0; kill < 8 && !QTest::currentTestFailed(); ++kill)
        killing.kill(false);
    const Contents contents = contentsOf(killing.folder);
    QVERIFY(contents.offsets.front() > 0);
}

QTEST_GUILESS_MAIN(tst_KillCompaction)
#include "tst_killcompaction.moc"
