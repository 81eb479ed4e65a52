// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaclient.h"
#include "tests/collectors/fakesink.h"
#include "tests/collectors/testbroker.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <librdkafka/rdkafka.h>

#include <array>
#include <cstdlib>

using namespace weir;

Q_DECLARE_METATYPE(weir::KafkaSource)

/// Every way to log in, and every way to be refused, at real brokers: one as it should be, one whose
/// certificate has expired, one whose certificate is for another host.
class tst_KafkaSecurity final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whoHasTheRightIsLetIn_data();
    void whoHasTheRightIsLetIn();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void anExpiredCertificateAndAWrongHostNameAreToldApart();
    void whatOthersCanReadIsSaid();
    void aTokenIsReadAgainBeforeItEnds();

private:
    KafkaSource source(const char* listener) const;
    KafkaSource sasl(const std::string& mechanism, const char* listener = "BOOTSTRAP_SASL") const;
    KafkaSource tls(const char* listener = "BOOTSTRAP_SSL") const;

    QTemporaryDir m_folder;
    std::unique_ptr<TestBroker> m_broker;
    std::string m_topic;
};

namespace {

/// An unsecured token (RFC 7519 §6) for alice, which the test broker takes.
std::string tokenFor(std::chrono::seconds lifetime)
{
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const QByteArray claims = QStringLiteral(R"({"sub":"alice","iat":%1,"exp":%2})")
                                  .arg((now - std::chrono::hours(1)).count())
                                  .arg((now + lifetime).count())
                                  .toUtf8();
    constexpr auto style = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return QByteArray(R"({"alg":"none"})").toBase64(style).toStdString() + '.'
        + claims.toBase64(style).toStdString() + '.';
}

CollectorSetup setupOf(const KafkaSource& kafka)
{
    CollectorSetup setup;
    setup.source.name = "orders";
    setup.source.input = kafka;
    setup.untilEnd = true;
    return setup;
}

bool hasGoodScram()
{
    return rd_kafka_version() >= 0x020601ff;
}

} // namespace

void tst_KafkaSecurity::initTestCase()
{
    WEIR_NEED_BROKER();
    setenv("WEIR_TEST_PASSWORD", "alice-secret", 1);
    setenv("WEIR_TEST_WRONG", "wrong-but-secret", 1);
    setenv("WEIR_TEST_TOKEN", tokenFor(std::chrono::hours(1)).c_str(), 1);
    setenv("WEIR_TEST_OLD_TOKEN", tokenFor(std::chrono::hours(-1)).c_str(), 1);
    m_broker = std::make_unique<TestBroker>(
        m_folder.filePath(QStringLiteral("broker")),
        QStringList{QStringLiteral("--listeners"), QStringLiteral("sasl,ssl,mtls,sasl_ssl"),
                    QStringLiteral("--acl")});
    setenv("WEIR_TEST_KEY_PASSWORD", m_broker->fact("CLIENT_KEY_PASSWORD").c_str(), 1);
    m_topic = m_broker->makeTopic();
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(m_topic),
                    QStringLiteral("count=3"), QStringLiteral("value=n=%d")});
    for (const char* who : {"User:alice", "User:CN=weir-client,O=Weir test", "User:ANONYMOUS"}) {
        m_broker->call({QStringLiteral("acl-add"), QStringLiteral("allow"), QString::fromUtf8(who),
                        QStringLiteral("read,describe"),
                        QStringLiteral("topic:") + QString::fromStdString(m_topic)});
    }
}

KafkaSource tst_KafkaSecurity::source(const char* listener) const
{
    KafkaSource kafka;
    kafka.brokers = m_broker ? m_broker->fact(listener) : std::string();
    kafka.topics = {m_topic};
    kafka.start.kind = KafkaStart::Kind::Earliest;
    return kafka;
}

KafkaSource tst_KafkaSecurity::sasl(const std::string& mechanism, const char* listener) const
{
    KafkaSource kafka = source(listener);
    kafka.security.protocol = "sasl_plaintext";
    kafka.security.mechanism = mechanism;
    kafka.security.username = "alice";
    kafka.security.password = "${env:WEIR_TEST_PASSWORD}";
    kafka.security.token = "${env:WEIR_TEST_TOKEN}";
    return kafka;
}

KafkaSource tst_KafkaSecurity::tls(const char* listener) const
{
    KafkaSource kafka = source(listener);
    kafka.security.protocol = "ssl";
    kafka.security.ca = m_broker ? m_broker->fact("CA_PEM") : std::string();
    return kafka;
}

void tst_KafkaSecurity::whoHasTheRightIsLetIn_data()
{
    QTest::addColumn<KafkaSource>("kafka");
    QTest::newRow("PLAIN") << sasl("PLAIN");
    QTest::newRow("OAUTHBEARER") << sasl("OAUTHBEARER");
    QTest::newRow("TLS") << tls();
    KafkaSource kafka = sasl("PLAIN", "BOOTSTRAP_SASL_SSL");
    kafka.security.protocol = "sasl_ssl";
    kafka.security.ca = tls().security.ca;
    QTest::newRow("PLAIN over TLS") << kafka;
    kafka = tls();
    kafka.security.ca.clear();
    kafka.security.verify = false;
    QTest::newRow("TLS without verification") << kafka;
    kafka = tls("BOOTSTRAP_MTLS");
    if (m_broker) {
        kafka.security.certificate = m_broker->fact("CLIENT_CERT_PEM");
        kafka.security.key = m_broker->fact("CLIENT_KEY_PEM");
    }
    QTest::newRow("a client's certificate") << kafka;
    if (m_broker)
        kafka.security.key = m_broker->fact("CLIENT_ENCRYPTED_KEY_PEM");
    kafka.security.keyPassword = "${env:WEIR_TEST_KEY_PASSWORD}";
    QTest::newRow("a client's certificate with an encrypted key") << kafka;
    if (hasGoodScram()) {
        QTest::newRow("SCRAM-SHA-256") << sasl("SCRAM-SHA-256");
        QTest::newRow("SCRAM-SHA-512") << sasl("SCRAM-SHA-512");
    }
}

void tst_KafkaSecurity::whoHasTheRightIsLetIn()
{
    QFETCH(KafkaSource, kafka);
    FakeSink sink;
    RunningCollector collector(setupOf(kafka), sink);
    QTRY_VERIFY2_WITH_TIMEOUT(collector.hasEnded(), collector.status().lastError.c_str(), 20'000);
    QCOMPARE(collector.error(), std::string());
    QCOMPARE(sink.events(), std::size_t{3});
}

void tst_KafkaSecurity::whatIsWrongIsSaid_data()
{
    QTest::addColumn<KafkaSource>("kafka");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const KafkaSource& kafka, const char* sentence) {
        QTest::newRow(name) << kafka << QString::fromUtf8(sentence);
    };
    KafkaSource kafka = sasl("PLAIN");
    kafka.security.password = "${env:WEIR_TEST_WRONG}";
    row("a wrong password", kafka,
        "broker [0-9.:]+ refused the login of 'alice': Authentication failed: Invalid username or password");
    kafka = sasl("GSSAPI");
    row("a mechanism that is not offered", kafka,
        "broker [0-9.:]+ does not offer the mechanism GSSAPI; it offers .*PLAIN.*|"
        "this librdkafka was built without the mechanism GSSAPI");
    kafka = sasl("OAUTHBEARER");
    kafka.security.token = "${env:WEIR_TEST_OLD_TOKEN}";
    row("a token that has expired", kafka,
        "the token \\$\\{env:WEIR_TEST_OLD_TOKEN\\} expired on 20[0-9TZ:-]+; put a new one there");
    kafka.security.token = "${env:WEIR_TEST_WRONG}";
    row("a token that is none", kafka,
        "broker [0-9.:]+ refused the token: .*invalid_token.*");
    if (!hasGoodScram()) {
        row("SCRAM-SHA-256", sasl("SCRAM-SHA-256"),
        "broker [0-9.:]+ refused the login of 'alice': .*invalid credentials.*librdkafka .* cannot use SCRAM-SHA-256 with Kafka 4 even with the right password; 2.6.1 can.");
        row("SCRAM-SHA-512", sasl("SCRAM-SHA-512"),
        "broker [0-9.:]+ refused the login of 'alice': .*invalid credentials.*librdkafka .* cannot use SCRAM-SHA-512 with Kafka 4 even with the right password; 2.6.1 can.");
    }
    kafka = tls();
    if (m_broker)
        kafka.security.ca = m_broker->fact("OTHER_CA_PEM");
    row("another authority", kafka,
        "the certificate of broker [0-9.:]+ is signed by 'Weir test CA', which no certificate in the file 'ca' vouches for .X.509 error [0-9]+.");
    kafka.security.ca.clear();
    row("no authority", kafka,
        "the certificate of broker [0-9.:]+ is signed by 'Weir test CA', which this machine does not trust; name its authority's file as 'ca' .X.509 error 20.");
    kafka.security.ca = "/no/such/ca.pem";
    row("an authority that is not there", kafka,
        "the file 'ca', /no/such/ca.pem, cannot be used: it is no file of certificates .PEM.");
    kafka = tls("BOOTSTRAP_PLAINTEXT");
    row("TLS to a port without", kafka,
        "broker [0-9.:]+ does not speak TLS at this port; use another port, or the protocol plaintext");
    row("no TLS to a port with it", source("BOOTSTRAP_SSL"),
        "broker [0-9.:]+ closed the connection at the first request, as one does that wants TLS at this port; use the protocol ssl, or another port");
    row("no login to a port that wants one", source("BOOTSTRAP_SASL"),
        "broker [0-9.:]+ closed the connection at once, as one does that wants a login at this port .protocol sasl_plaintext.");
    kafka = sasl("PLAIN", "BOOTSTRAP_PLAINTEXT");
    row("a login at a port that wants none", kafka,
        "broker [0-9.:]+ wants no login at this port; use the protocol plaintext, or another port");
    kafka = sasl("PLAIN", "BOOTSTRAP_SASL_SSL");
    row("a login without TLS at a port with it", kafka,
        "broker [0-9.:]+ closed the connection at the first request, as one does that wants TLS at this port; use the protocol sasl_ssl, or another port");
    row("no client's certificate", tls("BOOTSTRAP_MTLS"),
        "broker [0-9.:]+ wants to see a certificate of ours; name 'certificate' and 'key'");
    kafka = tls("BOOTSTRAP_MTLS");
    if (m_broker) {
        kafka.security.certificate = m_broker->fact("CLIENT_CERT_PEM");
        kafka.security.key = m_broker->fact("CLIENT_ENCRYPTED_KEY_PEM");
    }
    row("a key without its password", kafka,
        "the file 'key', .*, cannot be used: it is no private key .PEM., or needs a 'key_password'");
    kafka.security.keyPassword = "${env:WEIR_TEST_WRONG}";
    row("a key with a wrong password", kafka,
        "the file 'key', .*, cannot be used: it is no private key .PEM., or 'key_password' is wrong");
    kafka = sasl("PLAIN");
    kafka.security.username = "bob";
    kafka.security.password = "${env:WEIR_TEST_BOB}";
    setenv("WEIR_TEST_BOB", "bob-secret", 1);
    row("a topic that may not be read", kafka,
        "topic 't-.*' may not be read by this user");
    kafka = source("BOOTSTRAP");
    kafka.brokers = "no-such-host.invalid:9092";
    row("a host that does not exist", kafka,
        "the host name of broker no-such-host.invalid:9092 cannot be resolved");
    kafka.brokers = "127.0.0.1:9";
    row("a port where nobody listens", kafka,
        "broker 127.0.0.1:9 refused the connection");
    kafka = sasl("PLAIN");
    kafka.brokers = "kafka.example:9092";
    row("a password in the clear", kafka,
        "PLAIN would send the password to 'kafka.example' where everybody on the way can read it; use the protocol sasl_ssl");
}

void tst_KafkaSecurity::whatIsWrongIsSaid()
{
    QFETCH(KafkaSource, kafka);
    QFETCH(QString, sentence);
    FakeSink sink;
    RunningCollector collector(setupOf(kafka), sink);
    const QRegularExpression expected(QRegularExpression::anchoredPattern(sentence));
    const auto said = [&] {
        return QString::fromStdString(collector.hasEnded() ? collector.error()
                                                           : collector.status().lastError);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(expected.match(said()).hasMatch(), qPrintable(said()), 20'000);
    QVERIFY(!said().contains(QLatin1String("secret")));
    QCOMPARE(sink.events(), std::size_t{0});
}

/// The sentence of a source that reads over TLS from a broker with a certificate made like that.
static QString sentenceAt(const QString& folder, const QStringList& options)
{
    const TestBroker broker(
        folder, QStringList{QStringLiteral("--listeners"), QStringLiteral("ssl")} + options);
    KafkaSource kafka;
    kafka.brokers = broker.fact("BOOTSTRAP_SSL");
    kafka.topics = {"orders"};
    kafka.security.protocol = "ssl";
    kafka.security.ca = broker.fact("CA_PEM");
    FakeSink sink;
    RunningCollector collector(setupOf(kafka), sink);
    (void)QTest::qWaitFor(
        [&] { return collector.status().lastError.starts_with("the certificate"); }, 20'000);
    const std::string said = collector.status().lastError;
    broker.call({QStringLiteral("stop"), QStringLiteral("--fast"), QStringLiteral("--remove")});
    return QString::fromStdString(said);
}

void tst_KafkaSecurity::anExpiredCertificateAndAWrongHostNameAreToldApart()
{
    const QRegularExpression expired(QStringLiteral(
        "^the certificate of broker [0-9.:]+ expired on 20[0-9-]+ [0-9:]+ UTC .X.509 error 10.$"));
    const QString old = sentenceAt(m_folder.filePath(QStringLiteral("expired")),
                                   {QStringLiteral("--tls-expired")});
    QVERIFY2(expired.match(old).hasMatch(), qPrintable(old));
    const QRegularExpression wrong(QStringLiteral(
        "^the certificate of broker [0-9.:]+ is for 'kafka.example' and not for '127.0.0.1' "
        ".X.509 error 6[24].$"));
    const QString other =
        sentenceAt(m_folder.filePath(QStringLiteral("other")),
                   {QStringLiteral("--tls-host"), QStringLiteral("kafka.example")});
    QVERIFY2(wrong.match(other).hasMatch(), qPrintable(other));
}

void tst_KafkaSecurity::whatOthersCanReadIsSaid()
{
    const auto noteOf = [](const KafkaSource& kafka) {
        FakeSink sink;
        RunningCollector collector(setupOf(kafka), sink);
        const bool hasEnded = QTest::qWaitFor([&] { return collector.hasEnded(); }, 20'000);
        return hasEnded ? collector.status().note : std::string("it does not end");
    };
    QCOMPARE(noteOf(source("BOOTSTRAP")), std::string());
    QCOMPARE(noteOf(tls()), std::string());
    KafkaSource kafka = tls();
    kafka.security.verify = false;
    QCOMPARE(noteOf(kafka),
             std::string("unverified: nobody checks that this is the broker it says it is ('verify "
                         "= false')"));
    kafka = source("BOOTSTRAP");
    kafka.brokers += ",127.kafka.invalid:9092";
    QCOMPARE(noteOf(kafka),
             std::string("unencrypted: everybody on the way to '127.kafka.invalid' can read along "
                         "(protocol plaintext)"));
}

void tst_KafkaSecurity::aTokenIsReadAgainBeforeItEnds()
{
    QFile file(m_folder.filePath(QStringLiteral("token")));
    const auto write = [&file](const std::string& token) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write(QByteArray::fromStdString(token));
        file.close();
    };
    write(tokenFor(std::chrono::seconds(5)));
    KafkaSource kafka = sasl("OAUTHBEARER");
    kafka.security.token = "${file:" + file.fileName().toStdString() + '}';
    const auto client = KafkaClient::make(kafka);
    QVERIFY2(client, client ? "" : client.error().text().c_str());
    write(tokenFor(std::chrono::hours(-1)));
    std::string broken;
    const auto isRefreshed = [&] {
        std::array<rd_kafka_message_t*, 1> messages{};
        if ((*client)->consume(messages) > 0)
            rd_kafka_message_destroy(messages[0]);
        broken += (*client)->takeReport().broken;
        return !broken.empty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isRefreshed(), 10'000);
    QVERIFY2(broken.find("expired on") != std::string::npos, broken.c_str());
}

QTEST_GUILESS_MAIN(tst_KafkaSecurity)
#include "tst_kafkasecurity.moc"
