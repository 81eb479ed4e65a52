// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimer>

#include <fmt/format.h>
#include <zmq.hpp>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <span>
#include <thread>

using namespace weir;

/// Events come from Kafka and ZeroMQ at a steady rate while the window is open: memory stays flat, the
/// window answers, and in the end every event is indexed or counted. tests/nightly/soak takes an hour.
///   WEIR_SOAK_SECONDS (120)  WEIR_SOAK_RATE (50000 a second, half of them each way)
class tst_Soak final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void memoryIsFlatTheWindowAnswersAndEveryEventCounts();
};

namespace {

using Clock = std::chrono::steady_clock;

int setting(const char* name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

std::string eventNumber(qint64 number)
{
    return fmt::format(R"({{"level":"{}","service":"service-{}","message":"request {} served after )"
                       R"({} ms to a steady customer","n":{}}})",
                       number % 50 == 0 ? "error" : "info", number % 24, number, number % 977,
                       number);
}

/// Calls `send` so often a second, in steps of some milliseconds; how often it has.
template<typename Send>
qint64 steadily(int rate, int seconds, Send send)
{
    constexpr auto step = std::chrono::milliseconds(5);
    const auto began = Clock::now();
    const auto end = began + std::chrono::seconds(seconds);
    qint64 sent = 0;
    for (auto next = began; next < end; next += step) {
        const auto due = static_cast<qint64>((next - began) / std::chrono::microseconds(1)) * rate
            / 1'000'000;
        for (; sent < due; ++sent)
            send(sent);
        std::this_thread::sleep_until(next + step);
    }
    return sent;
}

class ZeroMqSender
{
public:
    ZeroMqSender()
        : m_socket(m_context, zmq::socket_type::xpub)
    {
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.set(zmq::sockopt::sndhwm, 0); // nothing is lost on this side
        m_socket.bind("tcp://127.0.0.1:*");
    }
    std::string endpoint() { return m_socket.get(zmq::sockopt::last_endpoint); }
    bool hasSubscriber()
    {
        zmq::message_t subscription;
        if (m_socket.recv(subscription, zmq::recv_flags::dontwait))
            m_hasSubscriber = true;
        return m_hasSubscriber;
    }
    void send(const std::string& payload)
    {
        m_socket.send(zmq::buffer(payload), zmq::send_flags::none);
    }

private:
    zmq::context_t m_context;
    zmq::socket_t m_socket;
    bool m_hasSubscriber = false;
};

/// Resident memory of a process, now and again.
class MemoryCurve
{
public:
    void sample(qint64 pid, double seconds)
    {
        QFile file(QStringLiteral("/proc/%1/statm").arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            return;
        const QList<QByteArray> pages = file.readAll().split(' ');
        m_points.push_back({seconds, pages.value(1).toDouble() * 4096 / (1 << 20)});
    }
    double last() const { return m_points.empty() ? 0 : m_points.back().mebibytes; }
    bool isEmpty() const { return m_points.size() < 8; }
    /// MiB a minute over the second half, by least squares.
    double slope() const
    {
        const auto half = secondHalf();
        const auto count = static_cast<double>(half.size());
        double x = 0;
        double y = 0;
        for (const Point& point : half) {
            x += point.seconds / count;
            y += point.mebibytes / count;
        }
        double xy = 0;
        double xx = 0;
        for (const Point& point : half) {
            xy += (point.seconds - x) * (point.mebibytes - y);
            xx += (point.seconds - x) * (point.seconds - x);
        }
        return xy / xx * 60;
    }
    /// MiB from the mean of the third quarter to that of the last one.
    double growth() const
    {
        const auto half = secondHalf();
        return mean(half.subspan(half.size() / 2)) - mean(half.first(half.size() / 2));
    }

private:
    struct Point
    {
        double seconds;
        double mebibytes;
    };

    std::span<const Point> secondHalf() const
    {
        return std::span(m_points).subspan(m_points.size() / 2);
    }
    static double mean(std::span<const Point> points)
    {
        return std::accumulate(points.begin(), points.end(), 0.0,
                               [](double sum, const Point& point) {
                                   return sum + point.mebibytes;
                               })
            / static_cast<double>(points.size());
    }

    std::vector<Point> m_points;
};

struct Published
{
    std::atomic<qint64> kafka = 0;
    std::atomic<qint64> zeroMq = 0;
    std::atomic<bool> wasFlushed = false;
    std::atomic<int> ended = 0;
};

qint64 countOf(const Workbench& bench, const char* source, const char* what)
{
    return bench.source(QLatin1String(source))[QLatin1String(what)].toInteger();
}

} // namespace

void tst_Soak::initTestCase()
{
    WEIR_NEED_BROKER();
}

void tst_Soak::memoryIsFlatTheWindowAnswersAndEveryEventCounts()
{
    const int seconds = setting("WEIR_SOAK_SECONDS", 120);
    const int rate = setting("WEIR_SOAK_RATE", 50'000);
    const TestBroker broker;
    const std::string topic =
        broker.makeTopic(4, {QStringLiteral("--retention-bytes"), QStringLiteral("268435456"),
                             QStringLiteral("--segment-bytes"), QStringLiteral("67108864")});
    ZeroMqSender zeroMq;
    Workbench bench;
    bench.configure(QString::fromStdString(
        fmt::format("[index]\nretention.size = \"4GiB\"\n"
                    "[[source]]\nname = \"kafka\"\n"
                    "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"earliest\" }}\n"
                    "[[source]]\nname = \"zeromq\"\n"
                    "zeromq = {{ connect = [\"{}\"], type = \"sub\" }}\n",
                    broker.bootstrap(), topic, zeroMq.endpoint())));

    QProcess window;
    window.start(QStringLiteral(WEIR_BIN_DIR "/weir-console"),
                 {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                  bench.index(), QStringLiteral("--frame-stats"),
                  QStringLiteral("--stop-collector")});
    QVERIFY(window.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(zeroMq.hasSubscriber(), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(bench.collectorPid() > 0, 30'000);
    const qint64 collector = bench.collectorPid();

    Published published;
    std::jthread toKafka([&] {
        KafkaProducer producer(broker.bootstrap());
        published.kafka = steadily(rate / 2, seconds, [&](qint64 number) {
            producer.send(topic, eventNumber(number));
        });
        published.wasFlushed = producer.flush();
        ++published.ended;
    });
    std::jthread toZeroMq([&] {
        published.zeroMq = steadily(rate / 2, seconds,
                                    [&](qint64 number) { zeroMq.send(eventNumber(number)); });
        ++published.ended;
    });
    MemoryCurve ofCollector;
    MemoryCurve ofWindow;
    const auto began = Clock::now();
    QTimer sampler;
    sampler.callOnTimeout([&] {
        const double now = std::chrono::duration<double>(Clock::now() - began).count();
        ofCollector.sample(collector, now);
        ofWindow.sample(window.processId(), now);
    });
    sampler.start(std::chrono::seconds(1));
    QTRY_VERIFY_WITH_TIMEOUT(published.ended == 2, (seconds + 60) * 1000);
    sampler.stop();
    const double took = std::chrono::duration<double>(Clock::now() - began).count();
    QVERIFY(published.wasFlushed);

    // Everything is indexed or counted.
    const qint64 kafka = published.kafka;
    const qint64 sent = published.zeroMq;
    QTRY_COMPARE_WITH_TIMEOUT(countOf(bench, "kafka", "events"), kafka, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(
        countOf(bench, "zeromq", "events") + countOf(bench, "zeromq", "dropped"), sent, 60'000);
    const qint64 dropped = countOf(bench, "zeromq", "dropped");
    QVERIFY(bench.source(QStringLiteral("kafka"))[QStringLiteral("gaps")].toArray().isEmpty());
    QCOMPARE(bench.collectorPid(), collector); // the same one all the time

    window.terminate();
    QVERIFY(window.waitForFinished(30'000));
    const QJsonObject frames =
        QJsonDocument::fromJson(window.readAllStandardOutput()).object();
    const double turn = frames[QStringLiteral("gui_longest_turn_cpu_ms")].toDouble(-1);
    qInfo().noquote() << QString::fromStdString(fmt::format(
        "{:.0f} s, {:.0f} events/s; collector {:.0f} MiB, {:+.2f} MiB/min; window {:.0f} MiB, {:+.2f} "
        "MiB/min; longest turn of the GUI thread {:.1f} ms, {} frames; {} from Kafka, {} over ZeroMQ, {} "
        "of them dropped",
        took, static_cast<double>(kafka + sent) / took, ofCollector.last(), ofCollector.slope(),
        ofWindow.last(), ofWindow.slope(), turn, frames[QStringLiteral("frames")].toInt(), kafka,
        sent, dropped));
    QVERIFY(turn >= 0 && turn < 1000);
    // A leak of a byte an event would be 50 MiB in a quarter of the short run.
    QVERIFY(!ofCollector.isEmpty() && ofCollector.growth() < 48);
    QVERIFY(!ofWindow.isEmpty() && ofWindow.growth() < 48);
    QVERIFY2(kafka + sent >= qint64{rate} * seconds / 2, "the producers did not keep up");
}

QTEST_GUILESS_MAIN(tst_Soak)
#include "tst_soak.moc"
