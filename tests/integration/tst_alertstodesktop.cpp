// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/alertreader.h"
#include "tests/integration/workbench.h"
#include "tests/support/dunst.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

#include <fmt/format.h>
#include <zmq.hpp>

using namespace weir;
using namespace weir::test;

/// A burst of declines on a real socket becomes one notification on a real desktop, and goes when it is
/// over, whatever happens to the collector in between. Needs the desktop of tests/support/with-desktop.
class tst_AlertsToDesktop final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aBurstIsToldOnceAndTakenBack();
    void aKillInBetweenNeitherLosesNorRepeats();
    void whatEndsWhileNobodyLooksIsTakenBack();
    void cleanup();

private:
    void publish();
    int firings() const;
    void startBurstAndWait();

    std::unique_ptr<Workbench> m_bench;
    std::unique_ptr<zmq::context_t> m_context;
    std::unique_ptr<zmq::socket_t> m_socket;
    QTimer m_timer;
    bool m_burst = false;
    qsizetype m_closedBefore = 0; ///< dunst remembers those of the tests before
};

void tst_AlertsToDesktop::init()
{
    dunst({QStringLiteral("close-all")});
    m_closedBefore = closedNotifications().size();
    m_context = std::make_unique<zmq::context_t>();
    m_socket = std::make_unique<zmq::socket_t>(*m_context, zmq::socket_type::push);
    m_socket->set(zmq::sockopt::linger, 0);
    m_socket->bind("tcp://127.0.0.1:*");
    m_bench = std::make_unique<Workbench>();
    m_bench->configure(
        QStringLiteral("[[source]]\nname = \"payments\"\n"
                       "zeromq = { connect = [\"%1\"], type = \"pull\" }\n")
            .arg(QString::fromStdString(m_socket->get(zmq::sockopt::last_endpoint))));
    m_bench->write(QStringLiteral("config/alerts/payments.toml"), R"([[alert]]
name     = "declines"
query    = "status:declined | count by region every 2s"
when     = "> 100"
recover  = "< 20"
severity = "critical"
summary  = "too many declines in {{labels.region}}"
)");
    m_burst = false;
    m_timer.setInterval(10);
    connect(&m_timer, &QTimer::timeout, this, &tst_AlertsToDesktop::publish, Qt::UniqueConnection);
    m_timer.start();
}

void tst_AlertsToDesktop::cleanup()
{
    m_timer.stop();
    m_bench.reset();
    m_socket.reset();
    m_context.reset();
}

void tst_AlertsToDesktop::publish()
{
    const auto send = [this](const char* status) {
        const auto payload = fmt::format(
            R"({{"time":"{}","level":"info","message":"payment","status":"{}","region":"eu-west"}})",
            formatTime(std::chrono::system_clock::now()), status);
        m_socket->send(zmq::buffer(payload), zmq::send_flags::dontwait);
    };
    send("accepted");
    for (int i = 0; m_burst && i < 5; ++i)
        send("declined");
}

int tst_AlertsToDesktop::firings() const
{
    const auto history = readAlertHistory(m_bench->index().toStdString(), 100);
    return !history ? -1
                    : static_cast<int>(std::ranges::count_if(
                        *history, [](const AlertRecord& record) { return record.to == "firing"; }));
}

void tst_AlertsToDesktop::startBurstAndWait()
{
    QTRY_VERIFY(m_bench->count() > 0);
    m_burst = true;
    QTRY_COMPARE_WITH_TIMEOUT(displayed(), 1, 20'000);
}

void tst_AlertsToDesktop::aBurstIsToldOnceAndTakenBack()
{
    QProcess* collector = m_bench->startCollector();
    startBurstAndWait();
    QCOMPARE(m_bench->status()[QStringLiteral("alerts")][QStringLiteral("firing")].toInt(), 1);
    m_burst = false;
    QTRY_COMPARE_WITH_TIMEOUT(displayed(), 0, 20'000);
    const QJsonArray closed = closedNotifications();
    QCOMPARE(closed.size() - m_closedBefore, 1);
    const QByteArray shown = QJsonDocument(closed[0].toObject()).toJson();
    QVERIFY2(shown.contains("too many declines in eu-west"), shown.constData());
    QCOMPARE(Workbench::stop(collector).code, 0);
    QCOMPARE(firings(), 1);
}

void tst_AlertsToDesktop::aKillInBetweenNeitherLosesNorRepeats()
{
    QProcess* first = m_bench->startCollector();
    startBurstAndWait();
    first->kill();
    QVERIFY(first->waitForFinished());
    QProcess* second = m_bench->startCollector();
    const qint64 before = m_bench->count();
    QTRY_VERIFY(m_bench->count()
                > before + 1000); // it judges new events, and what fires still fires
    QCOMPARE(m_bench->status()[QStringLiteral("alerts")][QStringLiteral("firing")].toInt(), 1);
    QCOMPARE(displayed(), 1);
    QCOMPARE(closedNotifications().size() - m_closedBefore, 0);
    m_burst = false;
    QTRY_COMPARE_WITH_TIMEOUT(displayed(), 0, 20'000);
    QCOMPARE(closedNotifications().size() - m_closedBefore, 1);
    QCOMPARE(Workbench::stop(second).code, 0);
    QCOMPARE(firings(), 1);
}

void tst_AlertsToDesktop::whatEndsWhileNobodyLooksIsTakenBack()
{
    QProcess* first = m_bench->startCollector();
    startBurstAndWait();
    first->kill();
    QVERIFY(first->waitForFinished());
    m_burst = false;
    QCOMPARE(displayed(), 1);
    QProcess* second = m_bench->startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(displayed(), 0, 20'000);
    QCOMPARE(Workbench::stop(second).code, 0);
    QCOMPARE(firings(), 1);
}

QTEST_GUILESS_MAIN(tst_AlertsToDesktop)
#include "tst_alertstodesktop.moc"
