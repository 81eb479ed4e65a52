// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/logfolder.h"

#include <unistd.h>

#include <set>

using namespace weir;

/// Files that are followed, through renaming, truncation and restarts.
class tst_FileCollector final : public QObject, LogFolder
{
    Q_OBJECT

private slots:
    void init() { clear(); }

    void whatIsIndexedIsNotReadAgain();
    void aFileThatGrewFromAFewBytesIsTheSame();
    void aRenamedFileIsFollowedAndItsSuccessorRead();
    void aRotatedFileIsNotReadTwiceThroughAGlob();
    void aTruncatedFileIsReadFromItsBeginning();
    void aFileIsFoundWhenItAppears();
    void filesThatBeginAlikeAreTwo();
    void oneThatBeginsLikeAnIndexedFileIsAnother();
    void whatMayNotBeReadIsNamed();
    void theLastLineOfADeletedFileIsTaken();
    void aRenamedFileIsReadForAWhile();
    void aFileThatIsMadeAnewIsReadFromItsBeginning();
    void aTruncatedFileThatGrewAgainIsNoticed();
    void aCopyOfATruncatedFileIsNotReadTwice();
};

void tst_FileCollector::whatIsIndexedIsNotReadAgain()
{
    append("a.log", QByteArray(5000, 'x') + "\ntwo\nhalf");
    FakeSink sink;
    {
        RunningCollector collector(setupFor({path("a.log")}), sink);
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    }
    append("a.log", " line\nfour\n");
    FakeSink rest;
    readOn({path("a.log")}, sink, rest);
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
    FakeSink rest;
    readOn({path("b.log")}, sink, rest);
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
    FakeSink rest;
    readOn({path("a.log"), path("b.log")}, sink, rest);
    QCOMPARE(rest.payloads(), (Payloads{"more"}));
}

void tst_FileCollector::oneThatBeginsLikeAnIndexedFileIsAnother()
{
    append("a.log", "begin\na\n");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    append("b.log", "begin\na\nb\n");
    FakeSink rest;
    readOn({path("b.log")}, sink, rest); // a.log is there, and not read any more
    QCOMPARE(rest.payloads(), (Payloads{"begin", "a", "b"}));
    QVERIFY(rest.positions().front().stream.key() != sink.positions().front().stream.key());
}

void tst_FileCollector::whatMayNotBeReadIsNamed()
{
    FakeSink sink;
    RunningCollector collector(setupFor({folder()}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError,
                              folder() + " cannot be read: this is a folder",
                              20'000);
    QVERIFY(!collector.hasEnded());
}

void tst_FileCollector::theLastLineOfADeletedFileIsTaken()
{
    append("a.log", "one\ntw");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one"}), 20'000);
    QVERIFY(unlink(path("a.log").c_str()) == 0);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "tw"}), 20'000);
}

void tst_FileCollector::aRenamedFileIsReadForAWhile()
{
    append("a.log", "one\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    QVERIFY(rename(path("a.log").c_str(), path("old").c_str()) == 0);
    // The source has noticed: its file is not there.
    QTRY_VERIFY_WITH_TIMEOUT(!collector.status().lastError.empty(), 20'000);
    append("old", "late\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "late"}), 20'000);
}

void tst_FileCollector::aFileThatIsMadeAnewIsReadFromItsBeginning()
{
    append("a.log", "starting\none\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    QVERIFY(unlink(path("a.log").c_str()) == 0);
    append("a.log", "starting\ntwo\nthree\n"); // longer, and begins alike
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(),
                              (Payloads{"starting", "one", "starting", "two", "three"}), 20'000);
}

void tst_FileCollector::aTruncatedFileThatGrewAgainIsNoticed()
{
    append("a.log", "starting\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    append("a.log", "one\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    // In one write: never shorter than before, and with the same first line.
    QFile file(QString::fromStdString(path("a.log")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write("starting\nanother\nline\n");
    file.close();
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(),
                              (Payloads{"starting", "one", "starting", "another", "line"}), 20'000);
}

void tst_FileCollector::aCopyOfATruncatedFileIsNotReadTwice()
{
    append("a.log", "one\ntwo\nhal");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log*")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two"}), 20'000);
    write("a.log.1", "one\ntwo\nhalf\n"); // as copytruncate does, with what came at the last moment
    const auto isFound = [&] {
        const auto positions = collector.status().positions;
        return std::any_of(positions.begin(), positions.end(), [](const PositionStatus& status) {
            return status.path.ends_with(".1");
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isFound(), 20'000);
    QVERIFY(truncate(path("a.log").c_str(), 0) == 0);
    append("a.log", "three\n");
    QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= 4, 20'000);
    auto payloads = sink.payloads();
    std::sort(payloads.begin() + 2, payloads.end());
    QCOMPARE(payloads, (Payloads{"one", "two", "half", "three"}));
}

QTEST_GUILESS_MAIN(tst_FileCollector)
#include "tst_filecollector.moc"
