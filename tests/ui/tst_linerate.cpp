// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/linerate.h"

#include <QTest>

using namespace weir;
using std::chrono::milliseconds;

class tst_LineRate : public QObject
{
    Q_OBJECT

private slots:
    void itIsWhatAResultGainsInASecond();
    void whatIsCountedOfOldEventsIsNoGain();
    void anotherResultBeginsAtNothing();

private:
    const LineRate::Time m_start{};
};

void tst_LineRate::itIsWhatAResultGainsInASecond()
{
    LineRate rate;
    rate.take(10'000, m_start);
    QCOMPARE(rate.perSecond(), 0.0);
    rate.take(11'000, m_start + milliseconds(500)); // too soon to tell
    QCOMPARE(rate.perSecond(), 0.0);
    rate.take(12'500, m_start + milliseconds(1250));
    QCOMPARE(rate.perSecond(), 2000.0);
    rate.take(12'500, m_start + milliseconds(2250));
    QCOMPARE(rate.perSecond(), 0.0);
    rate.take(300, m_start + milliseconds(3250)); // retention
    QCOMPARE(rate.perSecond(), 0.0);
}

void tst_LineRate::whatIsCountedOfOldEventsIsNoGain()
{
    LineRate rate;
    rate.take({}, m_start);
    rate.take({}, m_start + milliseconds(1200));
    rate.take(254'000, m_start + milliseconds(2400));
    QCOMPARE(rate.perSecond(), 0.0);
    rate.take(256'400, m_start + milliseconds(3600));
    QCOMPARE(rate.perSecond(), 2000.0);
    rate.take({}, m_start + milliseconds(3700)); // it is counted again
    rate.take(900'000, m_start + milliseconds(4800));
    QCOMPARE(rate.perSecond(), 0.0);
}

void tst_LineRate::anotherResultBeginsAtNothing()
{
    LineRate rate;
    rate.take(1000, m_start);
    rate.take(3000, m_start + milliseconds(1000));
    QCOMPARE(rate.perSecond(), 2000.0);
    rate.reset();
    QCOMPARE(rate.perSecond(), 0.0);
    rate.take(90'000, m_start + milliseconds(2000));
    QCOMPARE(rate.perSecond(), 0.0);
}

QTEST_GUILESS_MAIN(tst_LineRate)
#include "tst_linerate.moc"
