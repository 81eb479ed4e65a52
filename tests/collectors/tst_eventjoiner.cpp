// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/eventjoiner.h"

#include <QTest>

#include <vector>

using namespace weir;

/// Which lines make one event.
class tst_EventJoiner final : public QObject
{
    Q_OBJECT

private slots:
    void traces_data();
    void traces();
    void offLeavesEveryLineAlone();
    void aPatternNamesTheFirstLine();
    void aJsonLineIsNotHeldBack();
    void anEventHasALimit();
    void whatIsConsumedIsEveryByte();
    void bytesAndTextStaySeparate();
    void aWrongPatternIsRefused();
};

namespace {

using Texts = std::vector<std::string>;

struct Joined
{
    Texts events;
    std::int64_t consumed = 0;
};

Joined join(const std::string& text, const std::string& multiline = "auto",
            EventJoiner::Limits limits = {})
{
    EventJoiner joiner = std::move(*EventJoiner::make(multiline, limits));
    Joined joined;
    const auto visit = [&joined](const EventJoiner::Event& event) {
        joined.events.emplace_back(event.bytes);
        joined.consumed += event.consumed;
    };
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        joiner.add(line, line, end == std::string_view::npos ? "" : "\n", visit);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    joiner.finish(visit);
    return joined;
}

} // namespace

void tst_EventJoiner::traces_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("begins"); // lines, from 0
    QTest::newRow("plain lines") << "one\ntwo\n\nthree\n" << QList<int>{0, 1, 2, 3};
    QTest::newRow("java") << "12:04 ERROR no card\n"
                             "java.lang.IllegalStateException: card is gone\n"
                             "\tat com.example.Card.charge(Card.java:31)\n"
                             "\t... 12 more\n"
                             "Caused by: java.io.IOException: reset\n"
                             "\tat com.example.Wire.read(Wire.java:7)\n"
                             "12:05 INFO next\n"
                          << QList<int>{0, 6};
    QTest::newRow("java without a message before")
        << "Exception in thread \"main\" java.lang.NullPointerException\n"
           "\tat com.example.Main.main(Main.java:3)\n"
           "next\n"
        << QList<int>{0, 2};
    QTest::newRow("two exceptions are two events")
        << "com.example.FirstException: a\n\tat x.Y(Y.java:1)\n"
           "com.example.SecondException: b\n\tat x.Y(Y.java:2)\n"
        << QList<int>{0, 2};
    QTest::newRow("windows line ends")
        << "12:04 ERROR x\r\n\tat a.B(B.java:1)\r\n12:05 next\r\n" << QList<int>{0, 2};
    QTest::newRow("python") << "12:04 ERROR job failed\n"
                               "Traceback (most recent call last):\n"
                               "  File \"job.py\", line 3, in run\n"
                               "    work()\n"
                               "ValueError: no such job\n"
                               "12:05 INFO next\n"
                            << QList<int>{0, 5};
    QTest::newRow("python, a chain") << "12:04 ERROR job failed\n"
                                        "Traceback (most recent call last):\n"
                                        "  File \"job.py\", line 3, in run\n"
                                        "KeyError: 'a'\n"
                                        "\n"
                                        "During handling of the above exception, another exception "
                                        "occurred:\n"
                                        "\n"
                                        "Traceback (most recent call last):\n"
                                        "  File \"job.py\", line 5, in run\n"
                                        "ValueError: b\n"
                                        "\n"
                                        "12:05 INFO next\n"
                                     << QList<int>{0, 10, 11};
    QTest::newRow("go") << "2026/11/23 12:04:51 starting\n"
                           "panic: runtime error: index out of range [5]\n"
                           "[signal SIGSEGV: segmentation violation]\n"
                           "\n"
                           "goroutine 1 [running]:\n"
                           "main.work(0x1)\n"
                           "\t/src/main.go:12 +0x1d\n"
                           "created by main.main\n"
                           "\t/src/main.go:8 +0x25\n"
                           "\n"
                           "goroutine 18 [chan receive, 5 minutes]:\n"
                           "main.wait()\n"
                           "\t/src/main.go:30 +0x11\n"
                           "exit status 2\n"
                           "2026/11/23 12:04:52 starting\n"
                        << QList<int>{0, 1, 14};
    QTest::newRow("dotnet") << "fail: Shop[0]\n"
                               "System.InvalidOperationException: no card\n"
                               "   at Shop.Charge() in Shop.cs:line 4\n"
                               "--- End of stack trace from previous location ---\n"
                               "   at Shop.Run() in Shop.cs:line 9\n"
                               "info: Shop[0]\n"
                            << QList<int>{0, 5};
    QTest::newRow("indented JSON") << "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\nnext\n"
                                   << QList<int>{0, 3, 6};
    QTest::newRow("an indented first line") << "  lost\n  its head\nnext\n" << QList<int>{0, 2};
    QTest::newRow("nothing belongs to an empty line") << "\n  a\nb\n" << QList<int>{0, 1, 2};
}

void tst_EventJoiner::traces()
{
    QFETCH(const QString, text);
    QFETCH(const QList<int>, begins);
    Texts lines;
    for (const QString& line : text.split(QLatin1Char('\n')))
        lines.push_back(line.toStdString());
    lines.pop_back();
    Texts expected;
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        if (begins.contains(i))
            expected.push_back(lines[static_cast<std::size_t>(i)]);
        else
            expected.back() += "\n" + lines[static_cast<std::size_t>(i)];
    }
    const Joined joined = join(text.toStdString());
    QCOMPARE(joined.events, expected);
    QCOMPARE(joined.consumed, text.toUtf8().size());
}

void tst_EventJoiner::offLeavesEveryLineAlone()
{
    QCOMPARE(join("a\n\tb\nCaused by: c\n", "off").events, (Texts{"a", "\tb", "Caused by: c"}));
}

void tst_EventJoiner::aPatternNamesTheFirstLine()
{
    QCOMPARE(join("# 1\nx\n\ny\n# 2\nz\n", "^#").events, (Texts{"# 1\nx\n\ny", "# 2\nz"}));
}

void tst_EventJoiner::aJsonLineIsNotHeldBack()
{
    EventJoiner joiner = std::move(*EventJoiner::make("auto", {}));
    Texts events;
    const auto visit = [&events](const EventJoiner::Event& event) {
        events.emplace_back(event.bytes);
    };
    joiner.add(R"({"a":1})", R"({"a":1})", "\n", visit);
    QCOMPARE(events, (Texts{R"({"a":1})"}));
    joiner.add("text", "text", "\n", visit);
    QCOMPARE(events.size(), std::size_t{1});
    QVERIFY(joiner.isHolding());
}

void tst_EventJoiner::anEventHasALimit()
{
    QCOMPARE(join("a\n 1\n 2\n 3\n", "auto", {1000, 3}).events, (Texts{"a\n 1\n 2", " 3"}));
    QCOMPARE(join("aaaa\n bbb\n ccc\n", "auto", {10, 100}).events, (Texts{"aaaa\n bbb", " ccc"}));
}

void tst_EventJoiner::whatIsConsumedIsEveryByte()
{
    for (const char* text : {"a", "a\n", "a\n b", "panic: x\n\n", "panic: x\n\ny", "\n\n", "{\n}"})
        QCOMPARE(join(text).consumed, static_cast<std::int64_t>(std::string_view(text).size()));
}

void tst_EventJoiner::bytesAndTextStaySeparate()
{
    EventJoiner joiner = std::move(*EventJoiner::make("auto", {}));
    Texts bytes;
    Texts texts;
    const auto visit = [&](const EventJoiner::Event& event) {
        bytes.emplace_back(event.bytes);
        texts.emplace_back(event.text);
    };
    joiner.add("PANIC", "panic: x", "NL", visit);
    joiner.add("", "", "NL", visit);
    joiner.add("TAB", "next", "NL", visit);
    joiner.finish(visit);
    QCOMPARE(bytes, (Texts{"PANIC", "", "TAB"}));
    QCOMPARE(texts, (Texts{"panic: x", "", "next"}));
}

void tst_EventJoiner::aWrongPatternIsRefused()
{
    QVERIFY(!EventJoiner::make("([", {}));
}

QTEST_GUILESS_MAIN(tst_EventJoiner)
#include "tst_eventjoiner.moc"
