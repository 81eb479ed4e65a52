// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/logfolder.h"
#include "tests/integration/packed.h"

using namespace weir;

/// Files of a log that were packed, which may have been read before.
class tst_FileArchives final : public QObject, LogFolder
{
    Q_OBJECT

private slots:
    void init() { clear(); }

    void whatIsPackedIsRead_data();
    void whatIsPackedIsRead();
    void aPackedLogIsNotReadTwice();
    void aPackedLogIsNotReadTwiceAfterAStop();
    void aPackedLogHasItsMissingEnd();
    void aDamagedArchiveIsNamedAndReadWhenItIsWhole();
};

void tst_FileArchives::whatIsPackedIsRead_data()
{
    QTest::addColumn<QString>("how");
    for (const char* how : {"gzip", "zstd", "lz4", "bzip2", "xz"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void tst_FileArchives::whatIsPackedIsRead()
{
    QFETCH(const QString, how);
    QByteArray text;
    Payloads expected;
    for (int i = 0; i < 5000; ++i) {
        expected.push_back("line " + std::to_string(i));
        text += QByteArray::fromStdString(expected.back()) + '\n';
    }
    append("a.log.1", packed(text, how.toLatin1().constData()));
    FakeSink sink;
    readAll(setupFor({path("a.log*")}, true), sink);
    QCOMPARE(sink.payloads(), expected);
    QCOMPARE(sink.positions()[0].indexed, (std::vector<OffsetRange>{{0, text.size()}}));
    FakeSink rest;
    readOn({path("a.log*")}, sink, rest);
    QCOMPARE(rest.payloads(), Payloads{});
}

void tst_FileArchives::aPackedLogIsNotReadTwice()
{
    append("a.log", "one\ntwo\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log*")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    QVERIFY(rename(path("a.log").c_str(), path("a.log.1").c_str()) == 0);
    append("a.log", "three\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{3}, 20'000);
    append("a.log.1.gz", packed("one\ntwo\n", "gzip")); // both are there, as while gzip runs
    append("b.log", "x\n");
    append("a.log", "four\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{4}, 20'000);
    QVERIFY(unlink(path("a.log.1").c_str()) == 0);
    // It is known when the archive was recognised: it shows in the positions.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const auto positions = collector.status().positions;
            return std::any_of(positions.begin(), positions.end(), [](const PositionStatus& status) {
                return status.path.ends_with(".gz") && status.next == 8 && status.end == 8;
            });
        }(),
        20'000);
    QCOMPARE(sink.payloads(), (Payloads{"one", "two", "three", "four"}));
}

void tst_FileArchives::aPackedLogIsNotReadTwiceAfterAStop()
{
    append("a.log", "one\ntwo\n");
    append("a.log.1.gz", packed("zero\n", "gzip"));
    FakeSink sink;
    readAll(setupFor({path("a.log*")}, true), sink);
    QCOMPARE(sink.events(), std::size_t{3});
    QVERIFY(rename(path("a.log.1.gz").c_str(), path("a.log.2.gz").c_str()) == 0);
    QVERIFY(unlink(path("a.log").c_str()) == 0);
    append("a.log.1.gz", packed("one\ntwo\n", "gzip"));
    append("a.log", "three\n");
    FakeSink rest;
    readOn({path("a.log*")}, sink, rest);
    QCOMPARE(rest.payloads(), (Payloads{"three"}));
}

void tst_FileArchives::aPackedLogHasItsMissingEnd()
{
    append("a.log", "one\ntw");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    QVERIFY(unlink(path("a.log").c_str()) == 0);
    append("a.log.1.gz", packed("one\ntwo\nthree\n", "gzip"));
    FakeSink rest;
    readOn({path("a.log*")}, sink, rest);
    QCOMPARE(rest.payloads(), (Payloads{"o", "three"}));
}

void tst_FileArchives::aDamagedArchiveIsNamedAndReadWhenItIsWhole()
{
    QByteArray text;
    for (int i = 0; i < 20'000; ++i)
        text += "line " + QByteArray::number(i * 7919) + '\n';
    const QByteArray whole = packed(text, "gzip");
    append("a.log.1.gz", whole.left(whole.size() / 2));
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log*")}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.status().lastError.find("a.log.1.gz: cannot be unpacked")
                                 != std::string::npos,
                             20'000);
    append("a.log.1.gz", whole.mid(whole.size() / 2));
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{20'000}, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError, std::string(), 20'000);
    QByteArray joined;
    for (const std::string& payload : sink.payloads())
        joined += QByteArray::fromStdString(payload) + '\n';
    QVERIFY(joined == text);
}

QTEST_GUILESS_MAIN(tst_FileArchives)
#include "tst_filearchives.moc"
