// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/rubbish.h"
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonArray>
#include <QTcpSocket>
#include <QTest>

#include <fmt/format.h>
#include <sys/mman.h>
#include <zmq.hpp>

using namespace weir;

/// What no producer should send: the collector lives through all of it within its memory limit, keeps
/// what can be kept, and everything else is indexed.
class tst_Hostile final : public QObject
{
    Q_OBJECT

private slots:
    void linesOfAFile();
    void aLineOfAGibibyte();
    void messagesOfZeroMq();
    void aMessageOfAGibibyteOverZeroMq();
    void bytesThatAreNoZeroMq();
};

namespace {

constexpr qint64 gibibyte = qint64{1} << 30;
constexpr qint64 limit = qint64{256} << 20;

/// A collector under the limit; in the end it must still be the same one.
class Guarded
{
public:
    explicit Guarded(const QString& source)
    {
        bench.configure(QStringLiteral("[collector]\nmemory_limit = \"256MiB\"\n"
                                       "[[source]]\nname = \"hostile\"\n")
                        + source);
    }
    void start()
    {
        collector = bench.startCollector();
        m_pid = bench.collectorPid();
    }
    /// Ends it; empty: it has lived through everything within its limit.
    QString trouble()
    {
        if (bench.collectorPid() != m_pid)
            return QStringLiteral("the collector was started again");
        const qint64 peak = peakBytes(m_pid);
        qInfo() << "peak" << (peak >> 20) << "MiB";
        const Finished ended = Workbench::stop(collector);
        if (ended.code != 0)
            return QStringLiteral("it ended with ") + QString::fromUtf8(ended.errors);
        return peak < limit ? QString() : QStringLiteral("it took more than its limit");
    }

    Workbench bench;
    QProcess* collector = nullptr;

private:
    static qint64 peakBytes(qint64 pid)
    {
        QFile file(QStringLiteral("/proc/%1/status").arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            return limit;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                return line.mid(6).trimmed().split(' ').first().toLongLong() << 10;
        }
        return limit;
    }

    qint64 m_pid = 0;
};

QString fileSource(const Workbench& bench)
{
    return QStringLiteral("[collector]\nmemory_limit = \"256MiB\"\n"
                          "[[source]]\nname = \"hostile\"\nfile = { paths = [\"%1\"] }\n")
        .arg(bench.path(QStringLiteral("app.log")));
}

QString boundSource(int port)
{
    return QStringLiteral("zeromq = { bind = [\"tcp://127.0.0.1:%1\"], type = \"pull\" }\n")
        .arg(port);
}

class Pusher
{
public:
    explicit Pusher(int port)
        : m_socket(m_context, zmq::socket_type::push)
    {
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.set(zmq::sockopt::sndhwm, 0);
        m_socket.connect(fmt::format("tcp://127.0.0.1:{}", port));
    }
    void send(const QByteArray& payload)
    {
        m_socket.send(zmq::buffer(payload.constData(), static_cast<std::size_t>(payload.size())),
                      zmq::send_flags::none);
    }
    void send(zmq::message_t& message) { m_socket.send(message, zmq::send_flags::none); }

private:
    zmq::context_t m_context;
    zmq::socket_t m_socket;
};

/// ZMTP 3.0 of a PUSH without security, as it stands in RFC 23, with one message.
QByteArray zmtpStream()
{
    QByteArray greeting("\xff\0\0\0\0\0\0\0\x01\x7f\x03\x00NULL", 16);
    greeting += QByteArray(64 - greeting.size(), '\0');
    const QByteArray ready("\x05READY\x0bSocket-Type\0\0\0\x04PUSH", 26);
    return greeting + '\x04' + char(ready.size()) + ready + QByteArray("\0\x06message", 2 + 7);
}

/// False when nobody listens any more.
bool sendAndHangUp(int port, const QByteArray& bytes)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(port));
    if (!socket.waitForConnected(5000))
        return false;
    socket.write(bytes);
    socket.waitForBytesWritten(1000); // it may have been cut off by then
    socket.abort();
    return true;
}

} // namespace

void tst_Hostile::linesOfAFile()
{
    Guarded guarded({});
    QByteArray content;
    qint64 lines = 0;
    for (const QByteArray& message : rubbish()) {
        QByteArray line = message;
        line.replace('\n', ' ');
        content += line + "\ngood\n";
        lines += 2;
    }
    guarded.bench.write(QStringLiteral("app.log"), content);
    guarded.bench.configure(fileSource(guarded.bench));
    guarded.start();
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(), lines, 60'000);
    QCOMPARE(guarded.bench.count(QStringLiteral("good")), lines / 2);
    QCOMPARE(guarded.trouble(), QString());
}

void tst_Hostile::aLineOfAGibibyte()
{
    Guarded guarded({});
    guarded.bench.write(QStringLiteral("app.log"), "good\n");
    QFile file(guarded.bench.path(QStringLiteral("app.log")));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(gibibyte) && file.seek(gibibyte));
    QVERIFY(file.write("\ngood\n") == 6); // all before it is a hole
    file.close();
    guarded.bench.configure(fileSource(guarded.bench));
    guarded.start();
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(QStringLiteral("good")), 2, 60'000);
    QCOMPARE(guarded.bench.count(), 3);
    QCOMPARE(guarded.trouble(), QString());
}

void tst_Hostile::messagesOfZeroMq()
{
    const int port = Workbench::freePort();
    Guarded guarded(boundSource(port));
    guarded.start();
    Pusher pusher(port);
    qint64 sent = 0;
    for (const QByteArray& message : rubbish()) {
        pusher.send(message);
        pusher.send("good");
        sent += 2;
    }
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(), sent, 60'000);
    QCOMPARE(guarded.bench.count(QStringLiteral("good")), sent / 2);
    QCOMPARE(guarded.trouble(), QString());
}

void tst_Hostile::aMessageOfAGibibyteOverZeroMq()
{
    const int port = Workbench::freePort();
    Guarded guarded(boundSource(port));
    guarded.start();
    Pusher good(port);
    Pusher bad(port);
    good.send("good");
    // Pages that nobody writes to take no memory here.
    void* zeros = mmap(nullptr, gibibyte, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(zeros != MAP_FAILED);
    zmq::message_t large(
        zeros, gibibyte, [](void* data, void*) { munmap(data, gibibyte); }, nullptr);
    bad.send("good");
    bad.send(large);
    bad.send("good"); // after it was cut off and has connected again
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(), 3, 60'000);
    good.send("good");
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(QStringLiteral("good")), 4, 20'000);
    QCOMPARE(guarded.trouble(), QString());
}

void tst_Hostile::bytesThatAreNoZeroMq()
{
    const int port = Workbench::freePort();
    Guarded guarded(boundSource(port));
    guarded.start();
    Pusher pusher(port);
    qint64 sent = 0;
    const QByteArray stream = zmtpStream();
    for (qsizetype length = 0; length < stream.size(); ++length) {
        QVERIFY(sendAndHangUp(port, stream.left(length)));
        pusher.send("good");
        ++sent;
    }
    for (const QByteArray& message : rubbish()) {
        QVERIFY(sendAndHangUp(port, message.left(100'000)));
        pusher.send("good");
        ++sent;
    }
    // Some of it is ZMTP 1.0, which has no handshake: then there are more messages than ours.
    QTRY_COMPARE_WITH_TIMEOUT(guarded.bench.count(QStringLiteral("good")), sent, 30'000);
    QCOMPARE(guarded.trouble(), QString());
}

QTEST_GUILESS_MAIN(tst_Hostile)
#include "tst_hostile.moc"
