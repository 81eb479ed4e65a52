// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include <QTest>

using namespace weir;

namespace {

/// Units are kept with their number by a space that does not break.
QString plain(QString text)
{
    return text.replace(QChar(0x00A0), QLatin1Char(' '));
}

} // namespace

class tst_Format : public QObject
{
    Q_OBJECT

private slots:
    void numbersAreGrouped();
    void largeNumbersAreShortened();
    void oneEventIsSingular();
    void sizesArePowersOfThousand();
    void ratesShowADecimalOnlyWhenSmall();
    void durationsHaveOneUnit();
    void timesAreUtc();
};

void tst_Format::numbersAreGrouped()
{
    QCOMPARE(groupedNumber(0), QStringLiteral("0"));
    QCOMPARE(groupedNumber(12480), QStringLiteral("12,480"));
    QCOMPARE(groupedNumber(18'446'744'073'709'551'615U),
             QStringLiteral("18,446,744,073,709,551,615"));
}

void tst_Format::largeNumbersAreShortened()
{
    QCOMPARE(shortNumber(18204), QStringLiteral("18,204"));
    QCOMPARE(plain(shortNumber(120'000)), QStringLiteral("120 k"));
    QCOMPARE(plain(shortNumber(12'100'000)), QStringLiteral("12.1 M"));
    QCOMPARE(plain(shortNumber(3'420'000'000)), QStringLiteral("3.42 G"));
}

void tst_Format::oneEventIsSingular()
{
    QCOMPARE(eventsText(0, groupedNumber(0)), QStringLiteral("0 events"));
    QCOMPARE(eventsText(1, groupedNumber(1)), QStringLiteral("1 event"));
    QCOMPARE(eventsText(12480, groupedNumber(12480)), QStringLiteral("12,480 events"));
}

void tst_Format::sizesArePowersOfThousand()
{
    QCOMPARE(plain(bytesText(512)), QStringLiteral("512 B"));
    QCOMPARE(plain(bytesText(4'200'000'000)), QStringLiteral("4.2 GB"));
    QCOMPARE(plain(bytesText(20'000'000'000)), QStringLiteral("20 GB"));
}

void tst_Format::ratesShowADecimalOnlyWhenSmall()
{
    QCOMPARE(rateNumber(0), QStringLiteral("0"));
    QCOMPARE(rateNumber(0.44), QStringLiteral("0.4"));
    QCOMPARE(rateNumber(12480.4), QStringLiteral("12,480"));
}

void tst_Format::durationsHaveOneUnit()
{
    QCOMPARE(plain(durationText(std::chrono::milliseconds(9))), QStringLiteral("9 ms"));
    QCOMPARE(plain(durationText(std::chrono::seconds(59))), QStringLiteral("59 s"));
    QCOMPARE(plain(durationText(std::chrono::minutes(15))), QStringLiteral("15 min"));
    QCOMPARE(plain(durationText(std::chrono::hours(24))), QStringLiteral("1 d"));
}

void tst_Format::timesAreUtc()
{
    const TimePoint time = timePointOf(1'795'439'091'120'999'999);
    QCOMPARE(timeOfDay(time), QString::fromStdString(formatTime(time, 3)).mid(11, 12));
    QCOMPARE(dateAndTime(time, 0),
             QString::fromStdString(formatTime(time, 0))
                     .replace(QLatin1Char('T'), QLatin1Char(' '))
                     .chopped(1)
                 + QStringLiteral(" UTC"));
}

QTEST_GUILESS_MAIN(tst_Format)
#include "tst_format.moc"
