// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/workbench.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <fmt/format.h>

#include <atomic>
#include <thread>

using namespace weir;

/// While a producer publishes, the collector is killed again and again at random moments: every record
/// is in the index exactly once. tests/nightly/kill_loop runs it at full length.
///   WEIR_KILL_RECORDS (100000)  WEIR_KILL_RATE (20000 a second)  WEIR_KILLS (6)  WEIR_KILL_SEED
///   WEIR_KILL_FRUITFUL (half of the kills): so many must come after something new was committed
class tst_KillLoop final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRecordIsThereOnce();
};

namespace {

int setting(const char* name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

void produce(const std::string& bootstrap, const std::string& topic, int total, int rate,
             std::atomic<bool>& done)
{
    KafkaProducer producer(bootstrap);
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < total; ++i) {
        producer.send(topic, fmt::format(R"({{"level":"info","message":"payment","n":{}}})", i));
        if (i % 100 == 99)
            std::this_thread::sleep_until(begun
                                          + std::chrono::nanoseconds(1'000'000'000LL / rate) * i);
    }
    done = producer.flush();
}

/// How often each number is in the index.
std::vector<int> timesIndexed(const Workbench& bench, int total)
{
    std::vector<int> times(static_cast<std::size_t>(total), 0);
    const QByteArray raw = bench
                               .weir({QStringLiteral("query"), QString(),
                                      QStringLiteral("--format"), QStringLiteral("raw")},
                                     300'000)
                               .output;
    for (const QByteArray& line : raw.split('\n')) {
        const qsizetype at = line.lastIndexOf(':');
        if (at >= 0)
            ++times.at(static_cast<std::size_t>(line.mid(at + 1).chopped(1).toInt()));
    }
    return times;
}

} // namespace

void tst_KillLoop::initTestCase()
{
    WEIR_NEED_BROKER();
}

void tst_KillLoop::everyRecordIsThereOnce()
{
    const int total = setting("WEIR_KILL_RECORDS", 100'000);
    const int kills = setting("WEIR_KILLS", 6);
    const int seed = setting("WEIR_KILL_SEED", 1);
    const TestBroker broker;
    const std::string topic = broker.makeTopic(4);
    Workbench bench;
    bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"payments\"\n"
                    "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"earliest\" }}\n",
                    broker.bootstrap(), topic)));

    std::atomic<bool> done = false;
    std::jthread producer([&] {
        produce(broker.bootstrap(), topic, total, setting("WEIR_KILL_RATE", 20'000), done);
    });
    QRandomGenerator random(static_cast<quint32>(seed));
    int fruitful = 0; // kills after something new was committed
    qint64 before = 0;
    for (int i = 0; i < kills; ++i) {
        QProcess* collector = bench.launchCollector();
        QVERIFY(collector->waitForStarted());
        // The moment of the kill is what is random here, not something that is waited for.
        collector->waitForFinished(random.bounded(50, 701));
        collector->kill();
        QVERIFY(collector->waitForFinished());
        const qint64 now = qMax<qint64>(bench.count(), 0);
        fruitful += now > before;
        before = now;
    }
    producer.join();
    QVERIFY(done);
    QCOMPARE(bench.collectUntilEnd({}, 300'000).code, 0);
    qInfo() << kills << "kills," << fruitful << "after something new was committed; the last found"
            << before << "of" << total;
    QCOMPARE(bench.count(), total);
    const std::vector<int> times = timesIndexed(bench, total);
    QVERIFY(std::ranges::all_of(times, [](int count) { return count == 1; }));
    QVERIFY2(fruitful >= setting("WEIR_KILL_FRUITFUL", kills / 2),
             "too many kills came before anything was committed");
}

QTEST_GUILESS_MAIN(tst_KillLoop)
#include "tst_killloop.moc"
