// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/sourcelines.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

using namespace weir;

/// `weir source test|peek|topics|groups` on a real broker.
class tst_SourceKafka final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void testWalksAllSteps();
    void aTopicThatIsNotThere();
    void anEmptyTopicWorks();
    void peekReadsFromAnyPosition_data();
    void peekReadsFromAnyPosition();
    void theNewestOfAllPartitions();
    void aTombstoneIsShown();
    void topicsListsTheCluster();
    void aTopicWithItsSettings();
    void groupsShowLagInRecordsAndSeconds();
    void aGroupThatIsNotThere();
    void nothingIsLeftBehind();
    void nineThousandTopicsAreListedAtOnce();

private:
    void configure(const Workbench& bench, const std::string& topic) const;
    std::string topicWith(int partitions, int records) const;

    std::unique_ptr<TestBroker> m_broker;
};

namespace {

/// A broker of the client library's own with very many topics, which a real one takes minutes to make.
class ManyTopics final
{
public:
    explicit ManyTopics(int count)
        : m_client(rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0))
        , m_cluster(rd_kafka_mock_cluster_new(m_client, 1))
    {
        // One question for all of them at once makes them: the mock creates what it is asked for.
        rd_kafka_conf_t* const conf = rd_kafka_conf_new();
        rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap().c_str(), nullptr, 0);
        rd_kafka_t* const asker = rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0);
        std::vector<rd_kafka_topic_t*> topics;
        for (int i = 0; i < count; ++i)
            topics.push_back(
                rd_kafka_topic_new(asker, fmt::format("topic-{}", i).c_str(), nullptr));
        const rd_kafka_metadata_t* metadata = nullptr;
        if (rd_kafka_metadata(asker, 0, nullptr, &metadata, 60'000) == RD_KAFKA_RESP_ERR_NO_ERROR)
            rd_kafka_metadata_destroy(metadata);
        for (rd_kafka_topic_t* topic : topics)
            rd_kafka_topic_destroy(topic);
        rd_kafka_destroy(asker);
    }
    ~ManyTopics()
    {
        rd_kafka_mock_cluster_destroy(m_cluster);
        rd_kafka_destroy(m_client);
    }
    ManyTopics(const ManyTopics&) = delete;
    ManyTopics& operator=(const ManyTopics&) = delete;

    std::string bootstrap() const { return rd_kafka_mock_cluster_bootstraps(m_cluster); }

private:
    rd_kafka_t* m_client;
    rd_kafka_mock_cluster_t* m_cluster;
};

} // namespace

void tst_SourceKafka::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_SourceKafka::configure(const Workbench& bench, const std::string& topic) const
{
    bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"k\"\nkafka = {{ brokers = \"{}\", topics = [\"{}\"] }}\n",
                    m_broker->bootstrap(), topic)));
}

/// Records `record 0`, `record 1`, …, a minute apart; the last is of now.
std::string tst_SourceKafka::topicWith(int partitions, int records) const
{
    const std::string topic = m_broker->makeTopic(partitions);
    if (records > 0) {
        const qint64 first = QDateTime::currentMSecsSinceEpoch() - (records - 1) * qint64{60'000};
        m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                        QStringLiteral("count=%1").arg(records),
                        QStringLiteral("value=record %d"), QStringLiteral("time=%1").arg(first),
                        QStringLiteral("step=60000")});
    }
    return topic;
}

void tst_SourceKafka::testWalksAllSteps()
{
    const std::string topic = m_broker->makeTopic();
    KafkaProducer producer(m_broker->bootstrap());
    producer.send(topic, R"({"level":"warn","message":"first"})", "k1", {{"h", "v"}});
    producer.send(topic, R"({"level":"warn","message":)");
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, topic);
    const SourceLines lines = lookAt(bench, {QStringLiteral("test"), QStringLiteral("k")});
    QCOMPARE(lines.code, 0);
    for (const char* step : {"configuration", "resolve", "connect", "topic", "messages"})
        QVERIFY2(lines.step(QString::fromLatin1(step))[QStringLiteral("ok")].toBool(), step);
    const auto messages = lines.messages();
    QCOMPARE(messages.size(), std::size_t{2});
    QCOMPARE(messages[0][QStringLiteral("topic")].toString().toStdString(), topic);
    QCOMPARE(messages[0][QStringLiteral("offset")].toInt(-1), 0);
    QCOMPARE(messages[0][QStringLiteral("format")].toString(), QStringLiteral("json"));
    const QJsonValue event = messages[0][QStringLiteral("event")];
    QCOMPARE(event[QStringLiteral("body")].toString(), QStringLiteral("first"));
    QCOMPARE(event[QStringLiteral("position")][QStringLiteral("kafka")][QStringLiteral("headers")]
                  [QStringLiteral("h")]
                      .toString(),
             QStringLiteral("v"));
    QVERIFY(!messages[1].contains(QStringLiteral("format")));
    QVERIFY(!messages[1][QStringLiteral("refused")].toArray().isEmpty());
}

void tst_SourceKafka::aTopicThatIsNotThere()
{
    Workbench bench;
    configure(bench, "no-such-topic");
    const SourceLines lines = lookAt(bench, {QStringLiteral("test"), QStringLiteral("k")});
    QCOMPARE(lines.code, 1);
    QCOMPARE(lines.failedStep(), QStringLiteral("topic"));
    QVERIFY(lines.text().startsWith(QStringLiteral("topic 'no-such-topic' does not exist")));
    const SourceLines peeked =
        lookAt(bench, {QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                       QStringLiteral("no-such-topic")});
    QCOMPARE(peeked.code, 1);
    QVERIFY(peeked.last()[QStringLiteral("error")].toString().contains(
        QStringLiteral("does not exist")));
}

void tst_SourceKafka::anEmptyTopicWorks()
{
    Workbench bench;
    configure(bench, m_broker->makeTopic(3));
    const SourceLines lines = lookAt(bench, {QStringLiteral("test"), QStringLiteral("k")});
    QCOMPARE(lines.code, 0);
    QCOMPARE(lines.text(), QStringLiteral("it works; there is no message yet"));
}

void tst_SourceKafka::peekReadsFromAnyPosition_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<int>("first");
    QTest::newRow("earliest") << QStringLiteral("earliest") << 0;
    QTest::newRow("latest") << QStringLiteral("latest") << 18;
    QTest::newRow("an offset") << QStringLiteral("7") << 7;
    QTest::newRow("a time ago") << QStringLiteral("-5m30s") << 14;
    QTest::newRow("the future") << QStringLiteral("2200-01-01T00:00:00Z") << -1;
    QTest::newRow("beyond the end") << QStringLiteral("1000") << -1;
}

void tst_SourceKafka::peekReadsFromAnyPosition()
{
    QFETCH(const QString, from);
    QFETCH(const int, first);
    Workbench bench;
    const std::string topic = topicWith(1, 20);
    configure(bench, "another");
    const SourceLines lines =
        lookAt(bench, {QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                       QString::fromStdString(topic), QStringLiteral("--from=") + from,
                       QStringLiteral("--limit"), QStringLiteral("2")});
    QCOMPARE(lines.code, 0);
    const auto messages = lines.messages();
    QCOMPARE(messages.size(), std::size_t{first < 0 ? 0U : 2U});
    if (first < 0)
        return;
    QCOMPARE(messages[0][QStringLiteral("offset")].toInt(-1), first);
    QCOMPARE(messages[0][QStringLiteral("text")].toString(),
             QStringLiteral("record %1").arg(first));
    QCOMPARE(messages[1][QStringLiteral("offset")].toInt(-1), first + 1);
}

void tst_SourceKafka::theNewestOfAllPartitions()
{
    const std::string topic = m_broker->makeTopic(4);
    KafkaProducer producer(m_broker->bootstrap());
    for (int i = 0; i < 200; ++i)
        producer.send(topic, fmt::format("n {}", i), std::to_string(i));
    QVERIFY(producer.flush());
    producer.send(topic, "the last");
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, topic);
    const SourceLines lines =
        lookAt(bench, {QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                       QString::fromStdString(topic), QStringLiteral("--limit"),
                       QStringLiteral("3")});
    const auto messages = lines.messages();
    QCOMPARE(messages.size(), std::size_t{3});
    QCOMPARE(messages[2][QStringLiteral("text")].toString(), QStringLiteral("the last"));
}

void tst_SourceKafka::aTombstoneIsShown()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=1"), QStringLiteral("key=gone"),
                    QStringLiteral("null-every=1")});
    Workbench bench;
    configure(bench, topic);
    const auto messages =
        lookAt(bench, {QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                       QString::fromStdString(topic)})
            .messages();
    QCOMPARE(messages.size(), std::size_t{1});
    QVERIFY(messages[0][QStringLiteral("event")][QStringLiteral("fields")]
                       [QStringLiteral("kafka.tombstone")]
                           .toBool());
}

void tst_SourceKafka::topicsListsTheCluster()
{
    const std::string topic = m_broker->makeTopic(3);
    Workbench bench;
    configure(bench, topic);
    const QJsonObject cluster =
        lookAt(bench, {QStringLiteral("topics"), QStringLiteral("k")}).last();
    QVERIFY(!cluster[QStringLiteral("cluster")].toString().isEmpty());
    QCOMPARE(cluster[QStringLiteral("brokers")].toArray().size(), 1);
    const QJsonArray topics = cluster[QStringLiteral("topics")].toArray();
    const auto found = std::find_if(topics.begin(), topics.end(), [&](const QJsonValue& value) {
        return value[QStringLiteral("name")].toString().toStdString() == topic;
    });
    QVERIFY(found != topics.end());
    QCOMPARE((*found)[QStringLiteral("partitions")].toInt(), 3);
    QVERIFY(!(*found)[QStringLiteral("internal")].toBool(true));
}

void tst_SourceKafka::aTopicWithItsSettings()
{
    const std::string topic =
        m_broker->makeTopic(2, {QStringLiteral("--retention-ms"), QStringLiteral("7200000")});
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=10"), QStringLiteral("key=same")});
    Workbench bench;
    configure(bench, topic);
    const QJsonObject details = lookAt(bench, {QStringLiteral("topics"), QStringLiteral("k"),
                                               QString::fromStdString(topic)})
                                    .last();
    int records = 0;
    for (const QJsonValue& partition : details[QStringLiteral("partitions")].toArray()) {
        QCOMPARE(partition[QStringLiteral("leader")].toInt(), 1);
        QCOMPARE(partition[QStringLiteral("in_sync")].toInt(), 1);
        records += partition[QStringLiteral("end")].toInt();
    }
    QCOMPARE(records, 10);
    bool isFound = false;
    for (const QJsonValue& setting : details[QStringLiteral("config")].toArray()) {
        if (setting[QStringLiteral("name")].toString() != QStringLiteral("retention.ms"))
            continue;
        isFound = true;
        QCOMPARE(setting[QStringLiteral("value")].toString(), QStringLiteral("7200000"));
        QVERIFY(!setting[QStringLiteral("default")].toBool(true));
    }
    QVERIFY(isFound);
}

void tst_SourceKafka::groupsShowLagInRecordsAndSeconds()
{
    const std::string topic = topicWith(1, 20);
    const QString group = QString::fromStdString("g-" + topic);
    m_broker->call({QStringLiteral("group-commit"), group,
                    QString::fromStdString(topic + ":0:15")});
    Workbench bench;
    configure(bench, topic);
    const QJsonArray groups = lookAt(bench, {QStringLiteral("groups"), QStringLiteral("k")})
                                  .last()[QStringLiteral("groups")]
                                  .toArray();
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const QJsonValue& value) {
        return value[QStringLiteral("name")].toString() == group;
    });
    QVERIFY(found != groups.end());
    QCOMPARE((*found)[QStringLiteral("state")].toString(), QStringLiteral("Empty"));
    QCOMPARE((*found)[QStringLiteral("members")].toInt(-1), 0);

    const QJsonObject details =
        lookAt(bench, {QStringLiteral("groups"), QStringLiteral("k"), group}).last();
    const QJsonValue position = details[QStringLiteral("partitions")].toArray()[0];
    QCOMPARE(position[QStringLiteral("committed")].toInt(), 15);
    QCOMPARE(position[QStringLiteral("end")].toInt(), 20);
    QCOMPARE(position[QStringLiteral("lag")].toInt(), 5);
    // Record 15 is four minutes older than record 19, which is of when the topic was made.
    const double seconds = position[QStringLiteral("lag_seconds")].toDouble();
    QVERIFY2(seconds >= 240 && seconds < 300, qPrintable(QString::number(seconds)));
}

void tst_SourceKafka::aGroupThatIsNotThere()
{
    Workbench bench;
    configure(bench, "t");
    const SourceLines lines =
        lookAt(bench, {QStringLiteral("groups"), QStringLiteral("k"), QStringLiteral("nobody")});
    QCOMPARE(lines.code, 1);
    QVERIFY(lines.last()[QStringLiteral("error")].toString().startsWith(
        QStringLiteral("there is no consumer group 'nobody'")));
}

void tst_SourceKafka::nothingIsLeftBehind()
{
    const std::string topic = topicWith(2, 20);
    Workbench bench;
    configure(bench, topic);
    const QString groups = m_broker->call({QStringLiteral("groups")});
    const QString topics = m_broker->call({QStringLiteral("topic"), QStringLiteral("list")});
    for (const QStringList& look :
         {QStringList{QStringLiteral("test"), QStringLiteral("k")},
          QStringList{QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                      QString::fromStdString(topic)},
          QStringList{QStringLiteral("peek"), QStringLiteral("k"), QStringLiteral("--topic"),
                      QStringLiteral("made-by-looking")},
          QStringList{QStringLiteral("topics"), QStringLiteral("k"),
                      QStringLiteral("made-by-looking")},
          QStringList{QStringLiteral("groups"), QStringLiteral("k")}})
        (void)lookAt(bench, look);
    QCOMPARE(m_broker->call({QStringLiteral("groups")}), groups);
    QCOMPARE(m_broker->call({QStringLiteral("topic"), QStringLiteral("list")}), topics);
}

void tst_SourceKafka::nineThousandTopicsAreListedAtOnce()
{
    const ManyTopics cluster(9000);
    Workbench bench;
    bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"k\"\nkafka = {{ brokers = \"{}\", topics = [\"t\"] }}\n",
                    cluster.bootstrap())));
    QElapsedTimer clock;
    clock.start();
    const SourceLines lines = lookAt(bench, {QStringLiteral("topics"), QStringLiteral("k")});
    qInfo() << "9000 topics listed in ms:" << clock.elapsed();
    QCOMPARE(lines.code, 0);
    QCOMPARE(lines.last()[QStringLiteral("topics")].toArray().size(), 9000);
    QVERIFY(clock.elapsed() < 5000);
}

QTEST_GUILESS_MAIN(tst_SourceKafka)
#include "tst_sourcekafka.moc"
