// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timepoint.h"

#include <QTest>

#include <rapidcheck.h>

#include <limits>

using namespace weir;

namespace {

QString printed(const std::optional<TimePoint>& time)
{
    return time ? QString::fromStdString(formatTime(*time)) : QStringLiteral("none");
}

std::string_view text(const char* data)
{
    return data;
}

} // namespace

class tst_TimePoint : public QObject
{
    Q_OBJECT

private slots:
    void aTimestampIsRead_data();
    void aTimestampIsRead();
    void whatIsNoTimestampIsRefused_data();
    void whatIsNoTimestampIsRefused();
    void everyTimeSurvivesPrintingAndReading();
    void anyTextIsReadOrRefused();
    void fractionDigitsAreCutNotRounded();
    void aTimeAtTheHeadOfALineIsRead_data();
    void aTimeAtTheHeadOfALineIsRead();
    void theUnitOfANumberIsToldByItsMagnitude_data();
    void theUnitOfANumberIsToldByItsMagnitude();
    void aNumberOutsideOfTimeIsRefused();
    void aFractionalNumberKeepsItsMicroseconds();
    void aDurationIsRead_data();
    void aDurationIsRead();
    void whatIsNoDurationIsRefused_data();
    void whatIsNoDurationIsRefused();
    void everyDurationSurvivesPrintingAndReading();
    void aTimeExpressionIsReadAgainstNow();
    void aSizeIsRead_data();
    void aSizeIsRead();
    void whatIsNoSizeIsRefused_data();
    void whatIsNoSizeIsRefused();
};

void tst_TimePoint::aTimestampIsRead_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* written, const char* expected) {
        QTest::newRow(name) << QByteArray(written) << QString::fromUtf8(expected);
    };
    row("RFC 3339", "2026-11-23T12:04:51.120000000Z", "2026-11-23T12:04:51.120000000Z");
    row("no fraction", "2026-11-23T12:04:51Z", "2026-11-23T12:04:51.000000000Z");
    row("no zone is UTC", "2026-11-23T12:04:51", "2026-11-23T12:04:51.000000000Z");
    row("space", "2026-11-23 12:04:51.5", "2026-11-23T12:04:51.500000000Z");
    row("small letters", "2026-11-23t12:04:51z", "2026-11-23T12:04:51.000000000Z");
    row("comma", "2026-11-23 12:04:51,123", "2026-11-23T12:04:51.123000000Z");
    row("east", "2026-11-23T12:04:51+02:00", "2026-11-23T10:04:51.000000000Z");
    row("west over midnight", "2026-11-23T22:04:51-0530", "2026-11-24T03:34:51.000000000Z");
    row("hours only", "2026-11-23 12:04:51+02", "2026-11-23T10:04:51.000000000Z");
    row("zone behind a space", "2026-11-23 12:04:51 +0200", "2026-11-23T10:04:51.000000000Z");
    row("UTC behind a space", "2026-11-23 12:04:51 UTC", "2026-11-23T12:04:51.000000000Z");
    row("more digits than fit", "2026-11-23T12:04:51.1234567899999Z",
        "2026-11-23T12:04:51.123456789Z");
    row("leap day", "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000000Z");
    row("leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000000Z");
    row("leap second elsewhere", "2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:00.500000000Z");
    row("before 1970", "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z");
    row("the first", "1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z");
    row("the last", "2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z");
}

void tst_TimePoint::aTimestampIsRead()
{
    QFETCH(const QByteArray, written);
    QFETCH(const QString, expected);
    QCOMPARE(printed(parseTime(written.toStdString())), expected);
}

void tst_TimePoint::whatIsNoTimestampIsRefused_data()
{
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char* name, const char* written) {
        QTest::newRow(name) << QByteArray(written);
    };
    row("empty", "");
    row("a date alone", "2026-11-23");
    row("no seconds", "2026-11-23T12:04");
    row("month 13", "2026-13-01T00:00:00Z");
    row("month 0", "2026-00-01T00:00:00Z");
    row("30 February", "2026-02-30T00:00:00Z");
    row("29 February of a common year", "2026-02-29T00:00:00Z");
    row("29 February 1900", "1900-02-29T00:00:00Z");
    row("hour 24", "2026-11-23T24:00:00Z");
    row("minute 60", "2026-11-23T23:60:00Z");
    row("second 61", "2026-12-31T23:59:61Z");
    row("leap second at noon", "2026-11-23T12:00:60Z");
    row("point without digits", "2026-11-23T12:04:51.Z");
    row("something follows", "2026-11-23T12:04:51Z ");
    row("zone too far", "2026-11-23T12:04:51+24:00");
    row("three seconds digits", "2026-11-23T12:04:510Z");
    row("sign in a number", "2026-11-23T12:+4:51Z");
    row("one before the first", "1677-09-21T00:12:43.145224191Z");
    row("one after the last", "2262-04-11T23:47:16.854775808Z");
    row("year 9999", "9999-12-31T23:59:59Z");
    row("year 0", "0000-01-01T00:00:00Z");
}

void tst_TimePoint::whatIsNoTimestampIsRefused()
{
    QFETCH(const QByteArray, written);
    QCOMPARE(printed(parseTime(written.toStdString())), QStringLiteral("none"));
}

void tst_TimePoint::everyTimeSurvivesPrintingAndReading()
{
    QVERIFY(rc::check("any nanosecond", [] {
        const auto time = timePointOf(*rc::gen::arbitrary<std::int64_t>());
        RC_ASSERT(parseTime(formatTime(time)) == time);
    }));
    QVERIFY(rc::check("spread over all years", [] {
        const auto time = timePointOf(*rc::gen::inRange(std::numeric_limits<std::int64_t>::min(),
                                                        std::numeric_limits<std::int64_t>::max()));
        RC_ASSERT(parseTime(formatTime(time)) == time);
    }));
}

void tst_TimePoint::anyTextIsReadOrRefused()
{
    // One character of a good timestamp made another one: read or refused, never beyond the text.
    QVERIFY(rc::check("damaged timestamps", [] {
        std::string written = "2026-11-23T12:04:51.120+02:00";
        const auto at = *rc::gen::inRange<std::size_t>(0, written.size());
        written[at] = *rc::gen::arbitrary<char>();
        written.resize(*rc::gen::inRange<std::size_t>(0, written.size() + 1));
        std::size_t length = 0;
        if (parseTimePrefix(written, length))
            RC_ASSERT(length <= written.size());
        else
            RC_ASSERT(!parseTime(written));
    }));
}

void tst_TimePoint::fractionDigitsAreCutNotRounded()
{
    const auto time = *parseTime("2026-11-23T12:04:51.999999999Z");
    QCOMPARE(formatTime(time, 0), std::string("2026-11-23T12:04:51Z"));
    QCOMPARE(formatTime(time, 3), std::string("2026-11-23T12:04:51.999Z"));
    QCOMPARE(formatTime(time, 9), formatTime(time));
    QCOMPARE(formatTime(*parseTime("1969-12-31T23:59:59.9Z"), 1),
             std::string("1969-12-31T23:59:59.9Z"));
}

void tst_TimePoint::aTimeAtTheHeadOfALineIsRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("time");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const char* name, const char* line, const char* time, const char* rest) {
        QTest::newRow(name) << QByteArray(line) << QString::fromUtf8(time) << QByteArray(rest);
    };
    row("plain", "2026-11-23 12:04:51 ERROR x", "2026-11-23T12:04:51.000000000Z", " ERROR x");
    row("python", "2026-11-23 12:04:51,120 - root - x", "2026-11-23T12:04:51.120000000Z",
        " - root - x");
    row("postgres", "2026-11-23 12:04:51.120 UTC [7] LOG", "2026-11-23T12:04:51.120000000Z",
        " [7] LOG");
    row("a number that is no zone", "2026-11-23 12:04:51 -5 degrees",
        "2026-11-23T12:04:51.000000000Z", " -5 degrees");
    row("the end of a sentence", "2026-11-23 12:04:51. Then", "2026-11-23T12:04:51.000000000Z",
        ". Then");
    row("nothing else", "2026-11-23T12:04:51Z", "2026-11-23T12:04:51.000000000Z", "");
}

void tst_TimePoint::aTimeAtTheHeadOfALineIsRead()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, time);
    QFETCH(const QByteArray, rest);
    std::size_t length = 0;
    QCOMPARE(printed(parseTimePrefix(line.toStdString(), length)), time);
    QCOMPARE(line.mid(static_cast<qsizetype>(length)), rest);
}

void tst_TimePoint::theUnitOfANumberIsToldByItsMagnitude_data()
{
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QString>("expected");
    const QString same = QStringLiteral("2026-11-23T12:04:51.000000000Z");
    QTest::newRow("seconds") << qint64{1795435491} << same;
    QTest::newRow("milliseconds") << qint64{1795435491000} << same;
    QTest::newRow("microseconds") << qint64{1795435491000000} << same;
    QTest::newRow("nanoseconds") << qint64{1795435491000000000} << same;
    QTest::newRow("zero") << qint64{0} << QStringLiteral("1970-01-01T00:00:00.000000000Z");
    QTest::newRow("negative") << qint64{-1} << QStringLiteral("1969-12-31T23:59:59.000000000Z");
    QTest::newRow("the smallest") << std::numeric_limits<qint64>::min()
                                  << QStringLiteral("1677-09-21T00:12:43.145224192Z");
}

void tst_TimePoint::theUnitOfANumberIsToldByItsMagnitude()
{
    QFETCH(const qint64, number);
    QFETCH(const QString, expected);
    QCOMPARE(printed(timeByMagnitude(std::int64_t{number})), expected);
}

void tst_TimePoint::aNumberOutsideOfTimeIsRefused()
{
    QCOMPARE(printed(timeByMagnitude(std::int64_t{99'999'999'999})), QStringLiteral("none"));
    QCOMPARE(printed(timeByMagnitude(9.9e10)), QStringLiteral("none"));
    QCOMPARE(printed(timeByMagnitude(1e300)), QStringLiteral("none"));
    QCOMPARE(printed(timeByMagnitude(std::numeric_limits<double>::quiet_NaN())),
             QStringLiteral("none"));
    QCOMPARE(printed(timeByMagnitude(-std::numeric_limits<double>::infinity())),
             QStringLiteral("none"));
}

void tst_TimePoint::aFractionalNumberKeepsItsMicroseconds()
{
    const QString expected = QStringLiteral("2026-11-23T12:04:51.123456000Z");
    QCOMPARE(printed(timeByMagnitude(1795435491.123456)), expected);
    QCOMPARE(printed(timeByMagnitude(1795435491123.456)), expected);
    QCOMPARE(printed(timeByMagnitude(-0.25)), QStringLiteral("1969-12-31T23:59:59.750000000Z"));
}

void tst_TimePoint::aDurationIsRead_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<qint64>("nanoseconds");
    QTest::newRow("ns") << QByteArray("7ns") << qint64{7};
    QTest::newRow("us") << QByteArray("7us") << qint64{7'000};
    QTest::newRow("micro sign") << QByteArray("7\xC2\xB5s") << qint64{7'000};
    QTest::newRow("ms") << QByteArray("250ms") << qint64{250'000'000};
    QTest::newRow("s") << QByteArray("10s") << qint64{10'000'000'000};
    QTest::newRow("m") << QByteArray("5m") << qint64{300'000'000'000};
    QTest::newRow("h") << QByteArray("2h") << qint64{7'200'000'000'000};
    QTest::newRow("d") << QByteArray("7d") << qint64{604'800'000'000'000};
    QTest::newRow("parts") << QByteArray("1h30m") << qint64{5'400'000'000'000};
    QTest::newRow("minute and millisecond") << QByteArray("1m1ms") << qint64{60'001'000'000};
    QTest::newRow("nothing") << QByteArray("0s") << qint64{0};
}

void tst_TimePoint::aDurationIsRead()
{
    QFETCH(const QByteArray, written);
    QFETCH(const qint64, nanoseconds);
    const auto duration = parseDuration(written.toStdString());
    QVERIFY2(duration, "not a duration");
    QCOMPARE(qint64{duration->count()}, nanoseconds);
}

void tst_TimePoint::whatIsNoDurationIsRefused_data()
{
    QTest::addColumn<QByteArray>("written");
    for (const char* written : {"", "10", "s", "-5m", "5 m", "5min", "1.5h", "30m1h", "5m5m",
                                "10sx", "999999999999d", "99999999999999999999s"})
        QTest::newRow(*written ? written : "empty") << QByteArray(written);
}

void tst_TimePoint::whatIsNoDurationIsRefused()
{
    QFETCH(const QByteArray, written);
    const auto duration = parseDuration(written.toStdString());
    QVERIFY2(!duration, duration ? formatDuration(*duration).c_str() : "");
}

void tst_TimePoint::everyDurationSurvivesPrintingAndReading()
{
    QVERIFY(rc::check("any duration", [] {
        const Nanoseconds duration{
            *rc::gen::inRange(std::int64_t{0}, std::numeric_limits<std::int64_t>::max())};
        RC_ASSERT(parseDuration(formatDuration(duration)) == duration);
    }));
    QCOMPARE(formatDuration(std::chrono::minutes(90)), std::string("1h30m"));
    QCOMPARE(formatDuration(std::chrono::milliseconds(-250)), std::string("-250ms"));
    QCOMPARE(formatDuration(Nanoseconds{}), std::string("0s"));
    QVERIFY(formatDuration(Nanoseconds::min()).starts_with("-106751d23h"));
}

void tst_TimePoint::aTimeExpressionIsReadAgainstNow()
{
    const auto now = *parseTime("2026-11-23T12:00:00Z");
    QCOMPARE(printed(parseTimeExpression("now", now)),
             QStringLiteral("2026-11-23T12:00:00.000000000Z"));
    QCOMPARE(printed(parseTimeExpression("-15m", now)),
             QStringLiteral("2026-11-23T11:45:00.000000000Z"));
    QCOMPARE(printed(parseTimeExpression("2026-11-22", now)),
             QStringLiteral("2026-11-22T00:00:00.000000000Z"));
    QCOMPARE(printed(parseTimeExpression("2026-11-22T01:02:03+01:00", now)),
             QStringLiteral("2026-11-22T00:02:03.000000000Z"));
    for (const char* wrong : {"", "-", "15m", "yesterday", "-15x", "2026-11-32"})
        QCOMPARE(printed(parseTimeExpression(wrong, now)), QStringLiteral("none"));
    QCOMPARE(printed(parseTimeExpression("-1d", TimePoint::min())), QStringLiteral("none"));
}

void tst_TimePoint::aSizeIsRead_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<quint64>("bytes");
    QTest::newRow("bytes") << QByteArray("512") << quint64{512};
    QTest::newRow("B") << QByteArray("512B") << quint64{512};
    QTest::newRow("decimal") << QByteArray("20GB") << quint64{20'000'000'000};
    QTest::newRow("binary") << QByteArray("16MiB") << quint64{16'777'216};
    QTest::newRow("small letters") << QByteArray("1gib") << quint64{1'073'741'824};
    QTest::newRow("space") << QByteArray("3 TB") << quint64{3'000'000'000'000};
}

void tst_TimePoint::aSizeIsRead()
{
    QFETCH(const QByteArray, written);
    QFETCH(const quint64, bytes);
    const auto size = parseSize(written.toStdString());
    QVERIFY2(size, "not a size");
    QCOMPARE(quint64{*size}, bytes);
}

void tst_TimePoint::whatIsNoSizeIsRefused_data()
{
    QTest::addColumn<QByteArray>("written");
    for (const char* written : {"", "GB", "-1", "1.5GB", "20 ", "20 G", "20GBx", "20000000TiB"})
        QTest::newRow(*written ? written : "empty") << QByteArray(written);
}

void tst_TimePoint::whatIsNoSizeIsRefused()
{
    QFETCH(const QByteArray, written);
    QVERIFY(!parseSize(text(written.constData())));
}

QTEST_GUILESS_MAIN(tst_TimePoint)
#include "tst_timepoint.moc"
