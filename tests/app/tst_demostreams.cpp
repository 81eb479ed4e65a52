// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/demostreams.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace weir;
using namespace weir::demo;

class tst_DemoStreams : public QObject
{
    Q_OBJECT

private slots:
    void everyMessageIsOneJsonObject();
    void theSameSeedSaysTheSame();
    void declinesComeInBursts();
    void aPaymentAndItsGatewayLineShareATrace();
};

namespace {

const TimePoint noon = *parseTime("2026-11-23T12:00:00Z");

QJsonObject objectOf(const Message& message)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(message.payload)).object();
}

int declinedOf(int payments, Elapsed when)
{
    DemoStreams streams(7);
    int declined = 0;
    for (int i = 0; i < payments; ++i)
        declined += objectOf(streams.nextPayment(noon, when)).value(QStringLiteral("status"))
                == QStringLiteral("declined")
            ? 1
            : 0;
    return declined;
}

} // namespace

void tst_DemoStreams::everyMessageIsOneJsonObject()
{
    DemoStreams streams(1);
    for (int i = 0; i < 20'000; ++i) {
        const Elapsed elapsed(i / 200.0);
        QVERIFY2(!objectOf(streams.nextPayment(noon, elapsed)).isEmpty(), "payment");
        QVERIFY2(!objectOf(streams.nextService(noon, elapsed)).isEmpty(), "gateway");
        QVERIFY2(!objectOf(streams.nextService(noon, elapsed)).isEmpty(), "service");
        QVERIFY2(!objectOf(streams.nextTick(noon)).isEmpty(), "tick");
        QVERIFY2(!objectOf(streams.nextReading(noon, elapsed)).isEmpty(), "reading");
    }
}

void tst_DemoStreams::theSameSeedSaysTheSame()
{
    DemoStreams one(3);
    DemoStreams other(3);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(one.nextPayment(noon, Elapsed(i)).payload,
                 other.nextPayment(noon, Elapsed(i)).payload);
}

void tst_DemoStreams::declinesComeInBursts()
{
    const int calm = declinedOf(2000, Elapsed(2));
    const int burst = declinedOf(2000, Elapsed(14));
    QVERIFY2(calm < 100, qPrintable(QString::number(calm)));
    QVERIFY2(burst > 5 * calm, qPrintable(QString::number(burst)));
}

void tst_DemoStreams::aPaymentAndItsGatewayLineShareATrace()
{
    DemoStreams streams(1);
    const auto trace = QStringLiteral("trace_id");
    const auto payment = objectOf(streams.nextPayment(noon, Elapsed(0)));
    const auto gateway = objectOf(streams.nextService(noon, Elapsed(0)));
    QCOMPARE(gateway.value(QStringLiteral("service")).toString(), QStringLiteral("gateway"));
    QCOMPARE(gateway.value(trace).toString(), payment.value(trace).toString());
}

QTEST_GUILESS_MAIN(tst_DemoStreams)
#include "tst_demostreams.moc"
