// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/workbench.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <fmt/format.h>

using namespace weir;

/// From a real broker to `weir query`.
class tst_KafkaIntake final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void untilTheEndIsExactly();
    void anEventAsNdjsonIsWhatTheDocumentationSays();
    void aMissingTopicFailsAndTheOtherSourceIsIndexed();
    void theGroupsOfOthersAreLeftAlone();

private:
    void configure(const Workbench& bench, const std::vector<std::string>& topics) const;

    std::unique_ptr<TestBroker> m_broker;
};

void tst_KafkaIntake::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

/// A source for each topic, named as the topic.
void tst_KafkaIntake::configure(const Workbench& bench,
                                const std::vector<std::string>& topics) const
{
    std::string toml;
    for (const std::string& topic : topics)
        toml += fmt::format(
            "[[source]]\nname = \"{0}\"\n"
            "kafka = {{ brokers = \"{1}\", topics = [\"{0}\"], start = \"earliest\" }}\n",
            topic, m_broker->bootstrap());
    bench.configure(QString::fromStdString(toml));
}

void tst_KafkaIntake::untilTheEndIsExactly()
{
    constexpr int total = 100'000;
    const std::string topic = m_broker->makeTopic(4);
    KafkaProducer producer(m_broker->bootstrap());
    for (int i = 0; i < total; ++i)
        producer.send(topic, fmt::format(R"({{"level":"info","message":"record {}"}})", i));
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, {topic});
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), total);
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), total);
    QCOMPARE(bench.count(QStringLiteral("\"record 77777\"")), 1);
}

void tst_KafkaIntake::anEventAsNdjsonIsWhatTheDocumentationSays()
{
    const std::string topic = m_broker->makeTopic();
    KafkaProducer producer(m_broker->bootstrap());
    producer.send(topic,
                  R"({"time":"2026-11-23T12:04:51.12Z","level":"error","message":"card declined",)"
                  R"("service":"payments","user":4711,)"
                  R"("trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"})",
                  "u4711", {{"content-type", "application/json"}});
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, {topic});
    QCOMPARE(bench.collectUntilEnd().code, 0);
    const QByteArray line = bench
                                .weir({QStringLiteral("query"), QString(),
                                       QStringLiteral("--format"), QStringLiteral("ndjson")})
                                .output;
    QJsonObject event = QJsonDocument::fromJson(line).object();
    const QString received = event.take(QStringLiteral("received")).toString();
    QCOMPARE(received.size(), QStringLiteral("2026-11-23T12:04:51.131002917Z").size());
    QVERIFY(event.take(QStringLiteral("seq")).toInt() > 0);
    const auto expected = QJsonDocument::fromJson(
        fmt::format(R"({{"time":"2026-11-23T12:04:51.120000000Z","source":"{0}",
 "severity":"error","severity_number":17,"body":"card declined","fields":{{"service.name":"payments","user":4711}},
 "trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7",
 "position":{{"kafka":{{"topic":"{0}","partition":0,"offset":0,"key":"u4711","headers":{{"content-type":"application/json"}}}}}}}})",
                    topic)
            .c_str());
    QCOMPARE(QJsonDocument(event).toJson(), expected.toJson());
}

void tst_KafkaIntake::aMissingTopicFailsAndTheOtherSourceIsIndexed()
{
    const std::string topic = m_broker->makeTopic();
    KafkaProducer producer(m_broker->bootstrap());
    producer.send(topic, "hello");
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, {topic, "^there-is-no-such-topic$", "no-such-topic"});
    const Finished finished =
        bench.collectUntilEnd({QStringLiteral("--timeout"), QStringLiteral("3s")});
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains("no-such-topic"), finished.errors.constData());
    QCOMPARE(bench.count(), 1);
}

void tst_KafkaIntake::theGroupsOfOthersAreLeftAlone()
{
    const std::string topic = m_broker->makeTopic();
    KafkaProducer producer(m_broker->bootstrap());
    producer.send(topic, "hello");
    QVERIFY(producer.flush());
    const QString before = m_broker->call({QStringLiteral("groups")});
    Workbench bench;
    configure(bench, {topic});
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(m_broker->call({QStringLiteral("groups")}), before);
}

QTEST_GUILESS_MAIN(tst_KafkaIntake)
#include "tst_kafkaintake.moc"
