// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakesink.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <set>

using namespace weir;

class tst_FileCollector final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyLineIsAnEventWithItsOffset();
    void untilTheEndTakesTheUnfinishedLine();
    void theEndOfAnUnfinishedLineIsNoLine();
    void anUnfinishedLineWaits();
    void whatIsIndexedIsNotReadAgain();
    void aFileThatGrewFromAFewBytesIsTheSame();
    void aRenamedFileIsFollowedAndItsSuccessorRead();
    void aRotatedFileIsNotReadTwiceThroughAGlob();
    void aTruncatedFileIsReadFromItsBeginning();
    void aFileIsFoundWhenItAppears();
    void filesThatBeginAlikeAreTwo();
    void oneThatBeginsLikeAnIndexedFileIsAnother();
    void aBinaryFileSurvives();
    void aLineAboveTheLimitIsCutWithAMark();
    void whatMayNotBeReadIsNamed();
    void aPipeEndsTheSource();

private:
    std::string path(const char* name) const;
    void append(const char* name, const QByteArray& bytes) const;
    CollectorSetup setupFor(const std::vector<std::string>& paths, bool untilEnd = false) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

using Payloads = std::vector<std::string>;

void readAll(const CollectorSetup& setup, FakeSink& sink)
{
    RunningCollector collector(setup, sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
}

} // namespace

void tst_FileCollector::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_FileCollector::cleanup()
{
    m_folder.reset();
}

std::string tst_FileCollector::path(const char* name) const
{
    return m_folder->filePath(QString::fromUtf8(name)).toStdString();
}

void tst_FileCollector::append(const char* name, const QByteArray& bytes) const
{
    QFile file(QString::fromStdString(path(name)));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered));
    QCOMPARE(file.write(bytes), bytes.size());
}

CollectorSetup tst_FileCollector::setupFor(const std::vector<std::string>& paths,
                                           bool untilEnd) const
{
    CollectorSetup setup;
    setup.source.name = "log";
    setup.source.input = FileSource{.paths = paths};
    setup.untilEnd = untilEnd;
    return setup;
}

void tst_FileCollector::everyLineIsAnEventWithItsOffset()
{
    append("a.log", "2026-11-23T12:04:51Z ERROR one\n{\"msg\":\"two\"}\r\n\nthree\n");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    QCOMPARE(sink.payloads(),
             (Payloads{"2026-11-23T12:04:51Z ERROR one", "{\"msg\":\"two\"}\r", "", "three"}));
    const auto batch = sink.batches().front();
    QCOMPARE(batch->columns().offsets, (std::vector<std::int64_t>{0, 31, 46, 47}));
    QCOMPARE(classOf(batch->severity(0)), SeverityClass::Error);
    QCOMPARE(batch->body(1), std::string_view("two"));
    QCOMPARE(batch->stream(0).name, path("a.log"));
    QCOMPARE(sink.positions()[0].indexed, (std::vector<OffsetRange>{{0, 53}}));
}

void tst_FileCollector::untilTheEndTakesTheUnfinishedLine()
{
    append("a.log", "one\ntwo");
    append("empty.log", "");
    FakeSink sink;
    readAll(setupFor({path("*.log")}, true), sink);
    QCOMPARE(sink.payloads(), (Payloads{"one", "two"}));
}

void tst_FileCollector::theEndOfAnUnfinishedLineIsNoLine()
{
    append("a.log", "one\ntwo");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    append("a.log", "\nthree\n\n");
    CollectorSetup setup = setupFor({path("a.log")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"three", ""}));
}

void tst_FileCollector::anUnfinishedLineWaits()
{
    append("a.log", "one\ntw");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one"}), 20'000);
    append("a.log", "o\nthree\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two", "three"}), 20'000);
    QCOMPARE(collector.status().state, SourceState::Live);
}

void tst_FileCollector::whatIsIndexedIsNotReadAgain()
{
    append("a.log", QByteArray(5000, 'x') + "\ntwo\nhalf");
    FakeSink sink;
    {
        RunningCollector collector(setupFor({path("a.log")}), sink);
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    }
    append("a.log", " line\nfour\n");
    CollectorSetup setup = setupFor({path("a.log")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"half line", "four"}));
    QCOMPARE(rest.batches().front()->stream(0).key(), sink.batches().front()->stream(0).key());
}

void tst_FileCollector::aFileThatGrewFromAFewBytesIsTheSame()
{
    append("a.log", "a\n");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    append("a.log", QByteArray(9000, 'b') + "\n");
    // Renamed meanwhile: known by what it is, not by its name.
    QVERIFY(QFile::rename(QString::fromStdString(path("a.log")),
                          QString::fromStdString(path("b.log"))));
    CollectorSetup setup = setupFor({path("b.log")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{std::string(9000, 'b')}));
}

void tst_FileCollector::aRenamedFileIsFollowedAndItsSuccessorRead()
{
    append("a.log", "one\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    QVERIFY(rename(path("a.log").c_str(), path("a.log.1").c_str()) == 0);
    append("a.log.1", "two\n");
    append("a.log", "three\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{3}, 20'000);
    const auto payloads = sink.payloads();
    QCOMPARE(std::set<std::string>(payloads.begin(), payloads.end()),
             (std::set<std::string>{"one", "two", "three"}));
}

void tst_FileCollector::aRotatedFileIsNotReadTwiceThroughAGlob()
{
    append("a.log", "one\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log*")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    QVERIFY(rename(path("a.log").c_str(), path("a.log.1").c_str()) == 0);
    append("a.log", "two\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two"}), 20'000);
    append("a.log.1", "late\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two", "late"}), 20'000);
}

void tst_FileCollector::aTruncatedFileIsReadFromItsBeginning()
{
    append("a.log", "one\ntwo\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    QVERIFY(truncate(path("a.log").c_str(), 0) == 0);
    append("a.log", "new\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two", "new"}), 20'000);
    // Longer than before at once: only its first bytes tell.
    QFile file(QString::fromStdString(path("a.log")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write("another beginning\n");
    file.close();
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two", "new", "another beginning"}),
                              20'000);
}

void tst_FileCollector::aFileIsFoundWhenItAppears()
{
    FakeSink sink;
    RunningCollector collector(setupFor({path("*.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError, "no file " + path("*.log") + " yet",
                              20'000);
    QCOMPARE(collector.status().state, SourceState::Retrying);
    append("a.log", "one\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one"}), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 20'000);
    QCOMPARE(collector.status().lastError, std::string());
}

void tst_FileCollector::filesThatBeginAlikeAreTwo()
{
    append("a.log", "begin\na\n");
    append("b.log", "begin\na\n");
    FakeSink sink;
    readAll(setupFor({path("a.log"), path("b.log")}, true), sink);
    QCOMPARE(sink.events(), std::size_t{4});
    QCOMPARE(sink.positions().size(), std::size_t{2});
    append("b.log", "more\n");
    CollectorSetup setup = setupFor({path("a.log"), path("b.log")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"more"}));
}

void tst_FileCollector::oneThatBeginsLikeAnIndexedFileIsAnother()
{
    append("a.log", "begin\na\n");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    append("b.log", "begin\na\nb\n");
    CollectorSetup setup = setupFor({path("b.log")}, true); // a.log is there, and not read any more
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"begin", "a", "b"}));
    QVERIFY(rest.positions().front().stream.key() != sink.positions().front().stream.key());
}

void tst_FileCollector::aBinaryFileSurvives()
{
    QByteArray bytes;
    for (int i = 0; i < 100'000; ++i)
        bytes += static_cast<char>(static_cast<unsigned>(i) * 2654435761U >> 13U);
    append("a.bin", bytes);
    FakeSink sink;
    readAll(setupFor({path("a.bin")}, true), sink);
    QByteArray joined;
    for (const std::string& payload : sink.payloads())
        joined += QByteArray::fromStdString(payload) + '\n';
    if (!bytes.endsWith('\n'))
        joined.chop(1);
    QVERIFY(joined == bytes);
}

void tst_FileCollector::aLineAboveTheLimitIsCutWithAMark()
{
    append("a.log", "before\n" + QByteArray((32 << 20) + 1, 'x') + "\nafter\n");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    const auto payloads = sink.payloads();
    QCOMPARE(payloads.size(), std::size_t{3});
    QCOMPARE(payloads[1].size(), std::size_t{1} << 20);
    QCOMPARE(payloads[2], std::string("after"));
    bool isMarked = false;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        isMarked = isMarked || batch.body(row).starts_with("33554433 bytes, more than the limit");
    });
    QVERIFY(isMarked);
    QCOMPARE(sink.positions()[0].indexed, (std::vector<OffsetRange>{{0, 7 + 33554434 + 6}}));
}

void tst_FileCollector::whatMayNotBeReadIsNamed()
{
    FakeSink sink;
    RunningCollector collector(setupFor({m_folder->path().toStdString()}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError,
                              m_folder->path().toStdString() + " cannot be read: this is a folder",
                              20'000);
    QVERIFY(!collector.hasEnded());
}

void tst_FileCollector::aPipeEndsTheSource()
{
    QVERIFY(mkfifo(path("pipe").c_str(), 0600) == 0);
    std::thread writer([this] { append("pipe", "one\ntwo"); });
    FakeSink sink;
    {
        // Standard input cannot be replaced within a test program that has threads: a named pipe is
        // read by the same code.
        RunningCollector collector(setupFor({path("pipe")}, true), sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    writer.join();
    QCOMPARE(sink.payloads(), (Payloads{"one", "two"}));
    QVERIFY(sink.positions().empty());
}

QTEST_GUILESS_MAIN(tst_FileCollector)
#include "tst_filecollector.moc"
