// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/logfolder.h"

#include <sys/stat.h>

using namespace weir;

Q_DECLARE_METATYPE(weir::FileEncoding)

/// What of a file is an event: lines, unfinished ones and traces, in any encoding.
class tst_FileLines final : public QObject, LogFolder
{
    Q_OBJECT

private slots:
    void init() { clear(); }

    void everyLineIsAnEventWithItsOffset();
    void untilTheEndTakesTheUnfinishedLine();
    void theEndOfAnUnfinishedLineIsNoLine();
    void anUnfinishedLineWaits();
    void aBinaryFileSurvives();
    void aLineAboveTheLimitIsCutWithAMark();
    void aLineMayHaveALimitOfItsOwn();
    void aPipeEndsTheSource();
    void aTraceIsOneEvent();
    void aHeldBackEventComesWhenNothingFollows();
    void aTraceSurvivesAKillInItsMiddle();
    void anyEncodingBecomesText_data();
    void anyEncodingBecomesText();
    void aCutLineOfUtf16IsRedactedAsText();
};

void tst_FileLines::everyLineIsAnEventWithItsOffset()
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

void tst_FileLines::untilTheEndTakesTheUnfinishedLine()
{
    append("a.log", "one\ntwo");
    append("empty.log", "");
    FakeSink sink;
    readAll(setupFor({path("*.log")}, true), sink);
    QCOMPARE(sink.payloads(), (Payloads{"one", "two"}));
}

void tst_FileLines::theEndOfAnUnfinishedLineIsNoLine()
{
    append("a.log", "one\ntwo");
    FakeSink sink;
    readAll(setupFor({path("a.log")}, true), sink);
    append("a.log", "\nthree\n\n");
    FakeSink rest;
    readOn({path("a.log")}, sink, rest);
    QCOMPARE(rest.payloads(), (Payloads{"three", ""}));
}

void tst_FileLines::anUnfinishedLineWaits()
{
    append("a.log", "one\ntw");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one"}), 20'000);
    append("a.log", "o\nthree\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one", "two", "three"}), 20'000);
    QCOMPARE(collector.status().state, SourceState::Live);
}

void tst_FileLines::aBinaryFileSurvives()
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

void tst_FileLines::aLineAboveTheLimitIsCutWithAMark()
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

void tst_FileLines::aLineMayHaveALimitOfItsOwn()
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

void tst_FileLines::aPipeEndsTheSource()
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

void tst_FileLines::aTraceIsOneEvent()
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

void tst_FileLines::aHeldBackEventComesWhenNothingFollows()
{
    append("a.log", "one\n\tat a\n");
    FakeSink sink;
    RunningCollector collector(setupFor({path("a.log")}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one\n\tat a"}), 20'000);
    append("a.log", "\tat b\ntwo\n");
    QTRY_COMPARE_WITH_TIMEOUT(sink.payloads(), (Payloads{"one\n\tat a", "\tat b", "two"}), 20'000);
}

void tst_FileLines::aTraceSurvivesAKillInItsMiddle()
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
    const std::string trace = before.size() == 1 ? "one\n\tat a\n\tat b" : "\tat b";
    FakeSink rest;
    readOn({path("a.log")}, sink, rest);
    QCOMPARE(rest.payloads(), (Payloads{trace, "two"}));
}

void tst_FileLines::anyEncodingBecomesText_data()
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

void tst_FileLines::anyEncodingBecomesText()
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

void tst_FileLines::aCutLineOfUtf16IsRedactedAsText()
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

QTEST_GUILESS_MAIN(tst_FileLines)
#include "tst_filelines.moc"
