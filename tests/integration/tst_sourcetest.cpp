// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/sourcelines.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTcpServer>
#include <QTest>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

using namespace weir;

/// `weir source test` where something is wrong, on real sockets and files. What a real broker answers is
/// in tst_sourcekafka.
class tst_SourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void aHostNameThatDoesNotExist();
    void aPortWhereNothingListens();
    void aPortThatSaysNothing_data();
    void aPortThatSaysNothing();
    void aPortThatHangsUp();
    void oneHostOfTwoIsEnough();
    void aFaultInTheConfigurationIsShownWithItsPlace();
    void aSourceThatIsNotThere();
    void aSourceOnStandardInput();
    void filesShowTheirLines();
    void whatIsRedactedIsRedactedInATestToo();
    void aFileThatIsNotThere();
    void aPublisherShowsItsMessages();
    void aPublisherThatIsNotThere();
    void aPullSourceTakesNothing();
    void wordsForAPerson();
    void topicsOfAFileAreNone();
    void wrongUsageIsSaid();
    void itEndsWithItsParent();
};

namespace {

void configureKafka(const Workbench& bench, const QString& brokers, const QString& protocol)
{
    bench.configure(QStringLiteral("[[source]]\nname = \"k\"\nkafka = { brokers = \"%1\", topics = "
                                   "[\"t\"], security = { protocol = \"%2\" } }\n")
                        .arg(brokers, protocol));
}

SourceLines testOf(const Workbench& bench, const QString& name, const QString& timeout)
{
    return lookAt(bench, {QStringLiteral("test"), name, QStringLiteral("--timeout"), timeout});
}

/// A publisher that repeats itself until it is told to stop.
class Publisher final
{
public:
    explicit Publisher(int type)
        : m_context(zmq_ctx_new())
        , m_socket(zmq_socket(m_context, type))
    {
        int none = 0;
        zmq_setsockopt(m_socket, ZMQ_LINGER, &none, sizeof none);
        zmq_bind(m_socket, "tcp://127.0.0.1:*");
        char endpoint[64];
        std::size_t size = sizeof endpoint;
        zmq_getsockopt(m_socket, ZMQ_LAST_ENDPOINT, endpoint, &size);
        m_endpoint = QString::fromLatin1(endpoint);
    }
    ~Publisher()
    {
        zmq_close(m_socket);
        zmq_ctx_term(m_context);
    }
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    QString endpoint() const { return m_endpoint; }
    /// False when nobody takes it.
    bool send(const QByteArray& message)
    {
        return zmq_send(m_socket, message.constData(), static_cast<std::size_t>(message.size()),
                        ZMQ_DONTWAIT)
            >= 0;
    }

private:
    void* m_context;
    void* m_socket;
    QString m_endpoint;
};

} // namespace

void tst_SourceTest::aHostNameThatDoesNotExist()
{
    Workbench bench;
    configureKafka(bench, QStringLiteral("no-such-host.invalid:9092"), QStringLiteral("plaintext"));
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("10s"));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("resolve"));
    QVERIFY2(lines.text().contains(
                 QStringLiteral("host name no-such-host.invalid cannot be resolved")),
             qPrintable(lines.text()));
    QVERIFY(lines.step(QStringLiteral("connect")).isEmpty());
}

void tst_SourceTest::aPortWhereNothingListens()
{
    Workbench bench;
    const QString place = QStringLiteral("127.0.0.1:%1").arg(Workbench::freePort());
    configureKafka(bench, place, QStringLiteral("plaintext"));
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("10s"));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("connect"));
    QVERIFY2(lines.text().startsWith(place + QStringLiteral(" refuses the connection")),
             qPrintable(lines.text()));
}

void tst_SourceTest::aPortThatSaysNothing_data()
{
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<QString>("step");
    QTest::newRow("plaintext") << QStringLiteral("plaintext") << QStringLiteral("connect");
    QTest::newRow("ssl") << QStringLiteral("ssl") << QStringLiteral("tls");
}

void tst_SourceTest::aPortThatSaysNothing()
{
    QFETCH(const QString, protocol);
    QFETCH(const QString, step);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Workbench bench;
    configureKafka(bench, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()), protocol);
    QElapsedTimer clock;
    clock.start();
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("1500ms"));
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), step);
    QVERIFY2(lines.text().contains(QStringLiteral("accepts the connection and then says nothing")),
             qPrintable(lines.text()));
}

void tst_SourceTest::aPortThatHangsUp()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const int listener = static_cast<int>(server.socketDescriptor());
    std::atomic<bool> isOver = false;
    std::thread thread([&] {
        pollfd ready{listener, POLLIN, 0};
        while (!isOver) {
            if (poll(&ready, 1, 20) == 1)
                close(accept(listener, nullptr, nullptr));
        }
    });
    Workbench bench;
    configureKafka(bench, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()),
                   QStringLiteral("plaintext"));
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("2s"));
    isOver = true;
    thread.join();
    QCOMPARE(lines.failedStep(), QStringLiteral("connect"));
    QVERIFY2(lines.text().endsWith(QStringLiteral("closed the connection at the first request, as one "
                                                  "does that wants TLS at this port; use the "
                                                  "protocol ssl, or another port")),
             qPrintable(lines.text()));
}

void tst_SourceTest::oneHostOfTwoIsEnough()
{
    Workbench bench;
    configureKafka(bench,
                   QStringLiteral("no-such-host.invalid:9092,127.0.0.1:%1")
                       .arg(Workbench::freePort()),
                   QStringLiteral("plaintext"));
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("5s"));
    const QJsonObject resolved = lines.step(QStringLiteral("resolve"));
    QVERIFY(resolved[QStringLiteral("ok")].toBool());
    QVERIFY(resolved[QStringLiteral("text")].toString().contains(
        QStringLiteral("no-such-host.invalid cannot be resolved")));
    QCOMPARE(lines.failedStep(), QStringLiteral("connect"));
}

void tst_SourceTest::aFaultInTheConfigurationIsShownWithItsPlace()
{
    Workbench bench;
    bench.configure(QStringLiteral(
        "[[source]]\nname = \"k\"\nkafka = { brokers = \"localhost\", tpics = [\"t\"] }\n"));
    const SourceLines lines = testOf(bench, QStringLiteral("k"), QStringLiteral("5s"));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("configuration"));
    QVERIFY2(lines.text().contains(QStringLiteral("weir.toml:3:34"))
                 && lines.text().contains(QStringLiteral("did you mean 'topics'?")),
             qPrintable(lines.text()));
}

void tst_SourceTest::aSourceThatIsNotThere()
{
    Workbench bench;
    configureKafka(bench, QStringLiteral("localhost"), QStringLiteral("plaintext"));
    QCOMPARE(testOf(bench, QStringLiteral("kk"), QStringLiteral("5s")).text(),
             QStringLiteral("no source is named 'kk'; did you mean 'k'?"));
}

void tst_SourceTest::aSourceOnStandardInput()
{
    Workbench bench;
    bench.write(QStringLiteral("a.log"), "one\n");
    QProcess process;
    process.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                  {QStringLiteral("--config"), bench.config(), QStringLiteral("source"),
                   QStringLiteral("test"), QStringLiteral("-")});
    process.write(QStringLiteral("[[source]]\nname = \"new\"\nfile = { paths = [\"%1\"] }\n")
                      .arg(bench.path(QStringLiteral("a.log")))
                      .toUtf8());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("text 3 B  one"));
}

void tst_SourceTest::filesShowTheirLines()
{
    Workbench bench;
    bench.write(QStringLiteral("a.log"),
                "{\"level\":\"error\",\"message\":\"one\"}\nplain \x1b[31mred\n{\"broken\":\nfour\n");
    bench.configure(QStringLiteral("[[source]]\nname = \"f\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("a.log"))));
    const SourceLines lines =
        lookAt(bench, {QStringLiteral("test"), QStringLiteral("f"), QStringLiteral("--messages"),
                       QStringLiteral("3")});
    QCOMPARE(lines.code, 0);
    const auto messages = lines.messages();
    QCOMPARE(messages.size(), std::size_t{3});
    QCOMPARE(messages[0][QStringLiteral("format")].toString(), QStringLiteral("json"));
    QCOMPARE(messages[0][QStringLiteral("event")][QStringLiteral("severity")].toString(),
             QStringLiteral("error"));
    QVERIFY(!messages[0][QStringLiteral("event")].toObject().contains(QStringLiteral("seq")));
    QCOMPARE(messages[1][QStringLiteral("text")].toString(), QStringLiteral("plain \u241b[31mred"));
    QString reason;
    for (const QJsonValue& refused : messages[2][QStringLiteral("refused")].toArray()) {
        if (refused[QStringLiteral("format")] == QStringLiteral("json"))
            reason = refused[QStringLiteral("reason")].toString();
    }
    QCOMPARE(reason, QStringLiteral("not valid JSON"));
    QCOMPARE(lines.text(), QStringLiteral("it works, but 1 of 3 messages are not understood"));
}

void tst_SourceTest::whatIsRedactedIsRedactedInATestToo()
{
    Workbench bench;
    bench.write(QStringLiteral("a.log"), "order ORD-4711 of ada@example.org\n");
    bench.configure(QStringLiteral("[[source]]\nname = \"f\"\nredact = [\"email\", { name = \"order\", "
                                   "pattern = \"ORD-[0-9]+\" }]\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("a.log"))));
    const SourceLines lines = testOf(bench, QStringLiteral("f"), QStringLiteral("10s"));
    QVERIFY2(lines.code == 0, qPrintable(lines.text()));
    const QString shown = lines.messages().at(0)[QStringLiteral("text")].toString();
    QVERIFY2(shown.contains(QStringLiteral("<order:")) && shown.contains(QStringLiteral("<email:")),
             qPrintable(shown));
}

void tst_SourceTest::aFileThatIsNotThere()
{
    Workbench bench;
    const QString pattern = bench.path(QStringLiteral("*.log"));
    bench.configure(
        QStringLiteral("[[source]]\nname = \"f\"\nfile = { paths = [\"%1\"] }\n").arg(pattern));
    const SourceLines lines = testOf(bench, QStringLiteral("f"), QStringLiteral("10s"));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("connect"));
    QCOMPARE(lines.text(), QStringLiteral("no file %1 yet").arg(pattern));
}

void tst_SourceTest::aPublisherShowsItsMessages()
{
    Publisher publisher(ZMQ_PUB);
    Workbench bench;
    bench.configure(
        QStringLiteral("[[source]]\nname = \"z\"\nzeromq = { connect = [\"%1\"] }\n")
            .arg(publisher.endpoint()));
    QProcess process;
    process.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                  {QStringLiteral("--config"), bench.config(), QStringLiteral("--json"),
                   QStringLiteral("source"), QStringLiteral("test"), QStringLiteral("z"),
                   QStringLiteral("--messages"), QStringLiteral("2")});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(
        publisher.send(R"({"message":"tick"})") && process.state() == QProcess::NotRunning, 20'000);
    QCOMPARE(process.exitCode(), 0);
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY2(output.contains(R"("format":"json")") && output.contains(R"("body":"tick")"),
             output.constData());
}

void tst_SourceTest::aPublisherThatIsNotThere()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"z\"\nzeromq = { connect = "
                                   "[\"tcp://127.0.0.1:%1\"] }\n")
                        .arg(Workbench::freePort()));
    const SourceLines lines = testOf(bench, QStringLiteral("z"), QStringLiteral("5s"));
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("connect"));
    QVERIFY(lines.text().contains(QStringLiteral("refuses the connection")));
}

void tst_SourceTest::aPullSourceTakesNothing()
{
    Publisher pusher(ZMQ_PUSH);
    Workbench bench;
    bench.configure(
        QStringLiteral("[[source]]\nname = \"z\"\nzeromq = { connect = [\"%1\"], type = \"pull\" }\n")
            .arg(pusher.endpoint()));
    const SourceLines lines = testOf(bench, QStringLiteral("z"), QStringLiteral("5s"));
    QCOMPARE(lines.code, 0);
    QVERIFY(lines.text().contains(QStringLiteral("takes messages away from others")));
    QVERIFY(!pusher.send("job")); // nobody is there to take it
}

void tst_SourceTest::wordsForAPerson()
{
    Workbench bench;
    bench.write(QStringLiteral("a.log"), "one \x1b[2J two\n");
    bench.configure(QStringLiteral("[[source]]\nname = \"f\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("a.log"))));
    const Finished finished = bench.weir(
        {QStringLiteral("source"), QStringLiteral("test"), QStringLiteral("f")});
    QCOMPARE(finished.code, 0);
    QVERIFY(!finished.output.contains('\x1b'));
    QVERIFY2(finished.output.contains("ok     configuration"), finished.output.constData());
    QVERIFY(finished.output.endsWith("it works; the messages are text\n"));
}

void tst_SourceTest::topicsOfAFileAreNone()
{
    Workbench bench;
    bench.configure(
        QStringLiteral("[[source]]\nname = \"f\"\nfile = { paths = [\"/tmp/x\"] }\n"));
    const SourceLines lines = lookAt(bench, {QStringLiteral("topics"), QStringLiteral("f")});
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.last()[QStringLiteral("error")].toString(),
             QStringLiteral("'f' is no Kafka source: only Kafka has topics to look at"));
    const Finished finished =
        bench.weir({QStringLiteral("source"), QStringLiteral("groups"), QStringLiteral("f")});
    QCOMPARE(finished.code, 1);
    QCOMPARE(finished.errors,
             QByteArray("weir: 'f' is no Kafka source: only Kafka has groups\n"));
    QVERIFY(finished.output.isEmpty());
}

void tst_SourceTest::wrongUsageIsSaid()
{
    Workbench bench;
    QCOMPARE(bench.weir({QStringLiteral("source")}).code, 2);
    QCOMPARE(bench.weir({QStringLiteral("source"), QStringLiteral("test")}).code, 2);
    QCOMPARE(bench
                 .weir({QStringLiteral("source"), QStringLiteral("test"), QStringLiteral("x"),
                        QStringLiteral("--timeout"), QStringLiteral("soon")})
                 .code,
             2);
}

void tst_SourceTest::itEndsWithItsParent()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Workbench bench;
    configureKafka(bench, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()),
                   QStringLiteral("ssl"));
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"),
                {QStringLiteral("-c"),
                 QStringLiteral("%1/weir --config %2 source test k --timeout 60s & echo $!; wait")
                     .arg(QStringLiteral(WEIR_BIN_DIR), bench.config())});
    QByteArray output;
    QTRY_VERIFY_WITH_TIMEOUT((output += shell.readAllStandardOutput()).contains("connect"), 20'000);
    const int child = output.left(output.indexOf('\n')).toInt();
    QVERIFY(child > 0);
    QCOMPARE(kill(child, 0), 0);
    shell.kill();
    QVERIFY(shell.waitForFinished());
    const auto hasEnded = [child] {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(child));
        // Nobody may be there to take note of its end.
        return !stat.open(QIODevice::ReadOnly) || stat.readAll().contains(") Z ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded(), 10'000);
}

QTEST_GUILESS_MAIN(tst_SourceTest)
#include "tst_sourcetest.moc"
