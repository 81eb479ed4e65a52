// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/decoded.h"

#include <QTest>

using namespace weir;

class tst_TextDecoder final : public QObject
{
    Q_OBJECT

private slots:
    void timeAndLevelAreReadFromTheHead_data();
    void timeAndLevelAreReadFromTheHead();
    void aTimeWithoutAYearIsTheNearestBefore();
    void theBodyIsTheLineAsItCame();
    void whatIsNotUtf8IsUndecodable();
};

void tst_TextDecoder::timeAndLevelAreReadFromTheHead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* line, const char* expected) {
        QTest::newRow(line) << QByteArray(line) << QString::fromUtf8(expected);
    };
    row("2026-11-23T12:04:51.120Z ERROR card declined", "error 2026-11-23T12:04:51.120Z");
    row("2026-11-23 12:04:51,120 WARN  [main] slow", "warn 2026-11-23T12:04:51.120Z");
    row("2026-11-23T13:04:51+01:00 info started", "info 2026-11-23T12:04:51.000Z");
    row("[2026-11-23 12:04:51] [error] broken", "error 2026-11-23T12:04:51.000Z");
    row("2026/11/23 12:04:51 [warn] 7#7: x", "warn 2026-11-23T12:04:51.000Z");
    row("Nov 23 12:04:51 host app[7]: Error: no", "error 2026-11-23T12:04:51.000Z");
    row("<34>Nov 23 12:04:51 host su: denied", "fatal 2026-11-23T12:04:51.000Z");
    row("Nov  3 02:04:51 host app: fine weather", "2026-11-03T02:04:51.000Z");
    row("[Sun Dec 04 04:47:44 2005] [notice] up", "info 2005-12-04T04:47:44.000Z");
    row("1763899491 INFO x", "info 2025-11-23T12:04:51.000Z");
    row("1763899491.250 INFO x", "info 2025-11-23T12:04:51.250Z");
    row("1763899491250 x", "2025-11-23T12:04:51.250Z");
    row("ERROR: disk full", "error");
    row("error: disk full", "error");
    row("[DEBUG] x", "debug");
    row("2026-11-23 12:04:51 fine weather", "2026-11-23T12:04:51.000Z");
    row("2026-11-23 12:04:51 a note", "2026-11-23T12:04:51.000Z");
    row("a success story about an alert", "");
    row("this line has no ERRORS", "");
    row("the quick brown fox jumped over ERROR", "");
    row("12345678901234567890 x", "");
    row("12 apples", "");
    row("2026-13-45 no date", "");
    row("Nov 31 12:00:00 no day", "");
    row("", "");
}

void tst_TextDecoder::timeAndLevelAreReadFromTheHead()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, expected);
    if (!expected.isEmpty())
        expected += QLatin1Char(' ');
    expected += QLatin1Char('"') + QString::fromUtf8(line) + QStringLiteral("\" |");
    QCOMPARE(summary(*decoded(line.toStdString(), "text")), expected);
}

void tst_TextDecoder::aTimeWithoutAYearIsTheNearestBefore()
{
    const auto january = *parseTime("2027-01-02T00:00:00Z");
    const auto time = [&](const char* line) {
        EventBatchBuilder builder("test", SourceKind::File);
        builder.beginEvent({builder.streamIndex({}), 0, january});
        (*makeDecoder("text"))->decode({line, {}}, builder);
        return QString::fromStdString(formatTime(builder.publish()->time(0), 0));
    };
    QCOMPARE(time("Dec 31 23:59:59 x"), QStringLiteral("2026-12-31T23:59:59Z"));
    QCOMPARE(time("Jan  1 00:00:01 x"), QStringLiteral("2027-01-01T00:00:01Z"));
    QCOMPARE(time("Feb 29 00:00:01 x"), QStringLiteral("2027-01-02T00:00:00Z"));
}

void tst_TextDecoder::theBodyIsTheLineAsItCame()
{
    using namespace std::string_literals; // keeps the NUL
    const auto line = "2026-11-23 12:04:51 ERROR tab\there\0nul \xC3\xA9\n"s;
    const auto batch = decoded(line);
    QCOMPARE(std::string(batch->body(0)), line);
    QCOMPARE(std::string(batch->payload(0)), line);
}

void tst_TextDecoder::whatIsNotUtf8IsUndecodable()
{
    const std::string line("2026-11-23 12:04:51 ERROR \xFF\xFE");
    const auto batch = decoded(line);
    QCOMPARE(summary(*batch), QStringLiteral("undecodable: not UTF-8"));
    QCOMPARE(std::string(batch->payload(0)), line);
}

QTEST_GUILESS_MAIN(tst_TextDecoder)
#include "tst_textdecoder.moc"
