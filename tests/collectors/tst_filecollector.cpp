// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakesink.h"
#include "tests/integration/packed.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <set>

using namespace weir;

Q_DECLARE_METATYPE(weir::FileEncoding)

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
    void aTraceIsOneEvent();
    void aHeldBackEventComesWhenNothingFollows();
    void aTraceSurvivesAKillInItsMiddle();
    void anyEncodingBecomesText_data();
    void anyEncodingBecomesText();
    void aLineMayHaveALimitOfItsOwn();
    void aCutLineOfUtf16IsRedactedAsText();
    void theLastLineOfADeletedFileIsTaken();
    void aRenamedFileIsReadForAWhile();
    void aFileThatIsMadeAnewIsReadFromItsBeginning();
    void aTruncatedFileThatGrewAgainIsNoticed();
    void aCopyOfATruncatedFileIsNotReadTwice();
    void whatIsPackedIsRead_data();
    void whatIsPackedIsRead();
    void aPackedLogIsNotReadTwice();
    void aPackedLogIsNotReadTwiceAfterAStop();
    void aPackedLogHasItsMissingEnd();
    void aDamagedArchiveIsNamedAndReadWhenItIsWhole();

private:
    std::string path(const char* name) const;
    void append(const char* name, const QByteArray& bytes) const;
    void write(const char* name, const QByteArray& bytes) const;
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

/// In place of what was there: another file of the same name.
void tst_FileCollector::write(const char* name, const QByteArray& bytes) const
{
    const std::string temporary = path("temporary");
    (void)unlink(temporary.c_str());
    append("temporary", bytes);
    QVERIFY(rename(temporary.c_str(), path(name).c_str()) == 0);
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

void tst_FileCollector::aTraceIsOneEvent()
{
    append("a.log",
           "12:04 ERROR one\n\tat a.B(B.java:1)\nCaused by: x\n12:05 INFO two\n\tat last");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    QCOMPARE(sink.payloads(), (Payloads{"12:04 ERROR one\n\tat a.B(B.java:1)\nCaused by: x",
                                        "12:05 INFO two\n\tat last"}));
    const auto batch = sink.batches().front();
    QCOMPARE(batch->columns().offsets, (std::vector<std::int64_t>{0, 47}));
    QCOMPARE(batch->body(0), batch->payload(0));
    QCOMPARE(classOf(batch->severity(0)), SeverityClass::Error);
}

void tst_FileCollector::aHeldBackEventComesWhenNothingFollows()
{
    append("a.log", "one\n\tat a\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one\n\tat a"}), 20'000);
    append("a.log", "\tat b\ntwo\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one\n\tat a", "\tat b", "two"}), 20'000);
}

void tst_FileCollector::aTraceSurvivesAKillInItsMiddle()
{
    append("a.log", "{\"msg\":\"before\"}\none\n\tat a\n");
    FakeSink sink;
    {
        RunningCollector collector(setupFor({path("a.log")}), sink);
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= 1, 20'000);
    }
    // Stopped while the trace was held back, or after it was given out: both are exact.
    const auto before = sink.payloads();
    append("a.log", "\tat b\ntwo\n");
    CollectorSetup setup = setupFor({path("a.log")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    if (before.size() == 1)
        QCOMPARE(rest.payloads(), (Payloads{"one\n\tat a\n\tat b", "two"}));
    else
        QCOMPARE(rest.payloads(), (Payloads{"\tat b", "two"}));
}

void tst_FileCollector::anyEncodingBecomesText_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<FileEncoding>("encoding");
    QTest::addColumn<QByteArray>("firstPayload");
    const auto bytes = [](const char16_t* text, bool isLittle) {
        QByteArray result;
        for (; *text != 0; ++text) {
            const char low = static_cast<char>(*text & 0xFF);
            const char high = static_cast<char>(*text >> 8);
            result += isLittle ? low : high;
            result += isLittle ? high : low;
        }
        return result;
    };
    // U+0A0D and U+0D0A hold the bytes of a newline; U+1F600 is a pair of surrogates.
    const char16_t* text = u"\xFEFF" u"ERROR Gr\u00fc\u00dfe \u0a0d\u0d0a\U0001F600\n\tat x\n{\"msg\":\"zwei\"}\n";
    const char16_t* first = u"\xFEFF" u"ERROR Gr\u00fc\u00dfe \u0a0d\u0d0a\U0001F600\n\tat x";
    QTest::newRow("UTF-16LE") << bytes(text, true) << FileEncoding::Auto << bytes(first, true);
    QTest::newRow("UTF-16BE") << bytes(text, false) << FileEncoding::Auto << bytes(first, false);
    QTest::newRow("UTF-16 without a mark")
        << bytes(text + 1, true) << FileEncoding::Utf16 << bytes(first + 1, true);
    const QByteArray utf8 = QString::fromUtf16(text + 1).toUtf8();
    const QByteArray mark = "\xEF\xBB\xBF";
    QTest::newRow("UTF-8 with a mark")
        << mark + utf8 << FileEncoding::Auto << mark + QString::fromUtf16(first + 1).toUtf8();
}

void tst_FileCollector::anyEncodingBecomesText()
{
    QFETCH(const QByteArray, file);
    QFETCH(const FileEncoding, encoding);
    QFETCH(const QByteArray, firstPayload);
    append("a.log", file);
    CollectorSetup setup = setupFor({path("a.log")}, true);
    std::get<FileSource>(setup.source.input).encoding = encoding;
    FakeSink sink;
    readAll(setup, sink);
    QCOMPARE(sink.events(), std::size_t{2});
    const auto batch = sink.batches().front();
    QCOMPARE(QByteArray::fromStdString(std::string(batch->payload(0))), firstPayload);
    QCOMPARE(QString::fromStdString(std::string(batch->body(0))),
             QStringLiteral("ERROR Gr\u00fc\u00dfe \u0a0d\u0d0a\U0001F600\n\tat x"));
    QCOMPARE(classOf(batch->severity(0)), SeverityClass::Error);
    QCOMPARE(batch->body(1), std::string_view("zwei"));
    QCOMPARE(sink.positions()[0].indexed, (std::vector<OffsetRange>{{0, file.size()}}));
}

void tst_FileCollector::aLineMayHaveALimitOfItsOwn()
{
    append("a.log", QByteArray(3000, 'x') + "\nafter\n");
    CollectorSetup setup = setupFor({path("a.log")}, true);
    std::get<FileSource>(setup.source.input).maxLine = 2048;
    FakeSink sink;
    readAll(setup, sink);
    QCOMPARE(sink.payloads(), (Payloads{std::string(2048, 'x'), "after"}));
    QVERIFY(sink.batches().front()->body(0).starts_with(
        "3000 bytes, more than the limit of 2 KiB: only the first 2 KiB are kept"));
}

void tst_FileCollector::aCutLineOfUtf16IsRedactedAsText()
{
    const std::u16string line = u"of alice@example.com " + std::u16string(3000, u'x') + u'\n';
    append("a.log", QByteArray(reinterpret_cast<const char*>(line.data()),
                               static_cast<qsizetype>(2 * line.size())));
    CollectorSetup setup = setupFor({path("a.log")}, true);
    auto& source = std::get<FileSource>(setup.source.input);
    source.maxLine = 2048;
    source.encoding = FileEncoding::Utf16;
    setup.source.redact.shapes = {"email"};
    setup.source.redact.tagKey = std::string(32, 'k');
    FakeSink sink;
    readAll(setup, sink);
    const EventBatch& batch = *sink.batches().front();
    QVERIFY(batch.payload(0).starts_with("of <email:"));
    QVERIFY(batch.payload(0).ends_with("xxx"));
    QCOMPARE(batch.field("weir.redacted", 0)->bits, std::int64_t{1});
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

void tst_FileCollector::whatIsPackedIsRead_data()
{
    QTest::addColumn<QString>("how");
    for (const char* how : {"gzip", "zstd", "lz4", "bzip2", "xz"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void tst_FileCollector::whatIsPackedIsRead()
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
    CollectorSetup setup = setupFor({path("a.log*")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), Payloads{});
}

void tst_FileCollector::aPackedLogIsNotReadTwice()
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

void tst_FileCollector::aPackedLogIsNotReadTwiceAfterAStop()
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
    CollectorSetup setup = setupFor({path("a.log*")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"three"}));
}

void tst_FileCollector::aPackedLogHasItsMissingEnd()
{
    append("a.log", "one\ntw");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    QVERIFY(unlink(path("a.log").c_str()) == 0);
    append("a.log.1.gz", packed("one\ntwo\nthree\n", "gzip"));
    CollectorSetup setup = setupFor({path("a.log*")}, true);
    setup.positions = sink.positions();
    FakeSink rest;
    readAll(setup, rest);
    QCOMPARE(rest.payloads(), (Payloads{"o", "three"}));
}

void tst_FileCollector::aDamagedArchiveIsNamedAndReadWhenItIsWhole()
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

QTEST_GUILESS_MAIN(tst_FileCollector)
#include "tst_filecollector.moc"
