// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QJsonArray>
#include <QTest>

#include <fmt/format.h>
#include <zmq.hpp>

#include <chrono>
#include <thread>

using namespace weir;

/// From a real socket to `weir query`, nothing lost and nothing changed on the way.
class tst_ZeroMqIntake final : public QObject
{
    Q_OBJECT

private slots:
    void everyPushedMessageComesBackByteForByte();
    void pacedPublishingLosesNothing();
    void whatAnotherPublisherLosesIsCountedExactly();
    void awkwardBytesSurvive();
    void aChangedConfigurationIsTakenOverWhileItRuns();
};

namespace {

constexpr int messages = 100'000;

std::string message(int i)
{
    return fmt::format(R"({{"level":"info","message":"order {} accepted","user":{}}})", i, i % 977);
}

QString source(const std::string& endpoint, const char* type)
{
    return QStringLiteral("[[source]]\nname = \"intake\"\n"
                          "zeromq = { connect = [\"%1\"], type = \"%2\" }\n")
        .arg(QString::fromStdString(endpoint), QLatin1String(type));
}

struct Sender
{
    zmq::context_t context;
    zmq::socket_t socket;

    explicit Sender(zmq::socket_type type)
        : socket(context, type)
    {
        socket.set(zmq::sockopt::linger, 0);
        socket.set(zmq::sockopt::sndhwm, 0);
        socket.bind("tcp://127.0.0.1:*");
    }
    std::string endpoint() { return socket.get(zmq::sockopt::last_endpoint); }
    void send(const std::string& payload)
    {
        socket.send(zmq::buffer(payload), zmq::send_flags::none);
    }
};

QByteArray raw(const Workbench& bench, const QStringList& more = {})
{
    return bench
        .weir(QStringList{QStringLiteral("query"), QString(), QStringLiteral("--order"),
                          QStringLiteral("oldest"), QStringLiteral("--format"),
                          QStringLiteral("raw")}
              + more)
        .output;
}

} // namespace

void tst_ZeroMqIntake::everyPushedMessageComesBackByteForByte()
{
    Sender sender(zmq::socket_type::push);
    Workbench bench;
    bench.configure(source(sender.endpoint(), "pull"));
    QProcess* collector = bench.startCollector();
    QByteArray sent;
    for (int i = 0; i < messages; ++i) {
        const std::string payload = message(i);
        sender.send(payload);
        sent += payload.c_str();
        sent += '\n';
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), messages, 60'000);
    QCOMPARE(Workbench::stop(collector).code, 0);
    QCOMPARE(bench.count(), messages);
    QVERIFY(raw(bench) == sent);
}

void tst_ZeroMqIntake::pacedPublishingLosesNothing()
{
    Sender sender(zmq::socket_type::xpub);
    Workbench bench;
    bench.configure(source(sender.endpoint(), "sub"));
    QProcess* collector = bench.startCollector();
    zmq::message_t subscription; // from here on nothing is published into the void
    QVERIFY(sender.socket.recv(subscription, zmq::recv_flags::none));
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < messages; ++i) {
        sender.send(message(i));
        if (i % 200 == 199) // 20,000 a second
            std::this_thread::sleep_until(begun + std::chrono::microseconds(50) * (i + 1));
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), messages, 60'000);
    QCOMPARE(bench.source(QStringLiteral("intake"))[QStringLiteral("dropped")].toInt(), 0);
    QCOMPARE(Workbench::stop(collector).code, 0);
    QCOMPARE(bench.count(), messages);
}

/// python3-zmq with a high-water mark of ten, the real collector and the real index.
void tst_ZeroMqIntake::whatAnotherPublisherLosesIsCountedExactly()
{
    QProcess publisher;
    publisher.start(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral(WEIR_SOURCE_DIR "/tests/integration/numberedpublisher.py"),
                     QStringLiteral("200000")});
    QTRY_VERIFY_WITH_TIMEOUT(publisher.canReadLine(), 20'000);
    const std::string endpoint = publisher.readLine().trimmed().toStdString();
    Workbench bench;
    bench.configure(source(endpoint, "sub"));
    QProcess* collector = bench.startCollector();
    const auto state = [&] {
        return bench.source(QStringLiteral("intake"))[QStringLiteral("state")].toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("live"), 20'000);
    publisher.write("\n");
    QTRY_VERIFY_WITH_TIMEOUT(publisher.canReadLine(), 30'000);
    QCOMPARE(publisher.readLine().trimmed(), QByteArray("flooded"));
    // One more of each, one after the other: only then is it known what was lost before.
    for (int i = 0; i < 5; ++i) {
        const qint64 before = bench.count();
        publisher.write("\n");
        QTRY_VERIFY_WITH_TIMEOUT(bench.count() > before, 10'000);
    }
    publisher.closeWriteChannel();
    QVERIFY(publisher.waitForFinished(20'000));
    const qint64 published = publisher.readAllStandardOutput().trimmed().toLongLong();

    const auto lost = [&] {
        qint64 sum = 0;
        const auto gaps = bench.source(QStringLiteral("intake"))[QStringLiteral("gaps")].toArray();
        for (const auto& gap : gaps)
            sum += gap[QStringLiteral("count")].toInteger();
        return sum;
    };
    QTRY_COMPARE_WITH_TIMEOUT(bench.count() + lost(), published, 20'000);
    QVERIFY(lost() > 1000);
    qInfo("%lld published, %lld indexed, %lld counted as lost", static_cast<long long>(published),
          static_cast<long long>(bench.count()), static_cast<long long>(lost()));
    QCOMPARE(Workbench::stop(collector).code, 0);
}

void tst_ZeroMqIntake::awkwardBytesSurvive()
{
    const QByteArrayList payloads{"plain",
                                  "two\nlines",
                                  QByteArray("\xff\xfe\x80", 3),
                                  R"({"a": 1, "a" : 2 , "broken)",
                                  R"({ "n" : 1.50e+3 })",
                                  " ",
                                  QByteArray(1 << 20, 'x'),
                                  "\x1b[31mred"};
    Sender sender(zmq::socket_type::push);
    Workbench bench;
    bench.configure(source(sender.endpoint(), "pull"));
    QProcess* collector = bench.startCollector();
    QByteArray sent;
    for (const QByteArray& payload : payloads) {
        sender.send(payload.toStdString());
        sent += payload + '\0';
    }
    QTRY_COMPARE(bench.count(), payloads.size());
    QCOMPARE(Workbench::stop(collector).code, 0);
    QVERIFY(raw(bench, {QStringLiteral("-0")}) == sent);
    // Not understood, but counted and with the reason.
    const QByteArray undecodable = bench
                                       .weir({QStringLiteral("query"), QString(),
                                              QStringLiteral("--format"), QStringLiteral("ndjson")})
                                       .output;
    QVERIFY(undecodable.contains("\"undecodable\":"));
    const QByteArray base64 = QByteArray("\xff\xfe\x80").toBase64();
    QVERIFY(undecodable.contains(QByteArray("\"raw_base64\":\"").append(base64)));
}

void tst_ZeroMqIntake::aChangedConfigurationIsTakenOverWhileItRuns()
{
    Sender sender(zmq::socket_type::push);
    Workbench bench;
    bench.configure(source(sender.endpoint(), "pull"));
    QProcess* collector = bench.startCollector();
    sender.send(message(1));
    QTRY_COMPARE(bench.count(), 1);

    bench.configure(
        source(sender.endpoint(), "pull")
        + QStringLiteral("[[source]]\nname = \"other\"\n"
                         "zeromq = { bind = [\"tcp://127.0.0.1:%1\"], type = \"pull\" }\n")
              .arg(Workbench::freePort()));
    // A changed configuration is taken over without a restart, and what ran goes on.
    QTRY_COMPARE(bench.source(QStringLiteral("other"))[QStringLiteral("state")].toString(),
                 QStringLiteral("live"));
    sender.send(message(2));
    QTRY_COMPARE(bench.count(), 2);
    QCOMPARE(Workbench::stop(collector).code, 0);
}

QTEST_GUILESS_MAIN(tst_ZeroMqIntake)
#include "tst_zeromqintake.moc"
