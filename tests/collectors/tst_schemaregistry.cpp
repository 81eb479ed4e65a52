// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/registryclient.h"

#include <QProcess>
#include <QTest>

#include "corpusdecoder.h"
#include "decoded.h"

using namespace weir;
using namespace std::chrono_literals;

/// Schemas that are asked for by HTTP, from tests/support/registry.
class tst_SchemaRegistry final : public QObject
{
    Q_OBJECT

private slots:
    void schemasAreAskedForOnce();
    void referencesAreFollowed();
    void anUnknownNumberIsAnsweredAndRemembered();
    void aPasswordIsSent();
    void aPasswordMayBeInTheKeyring();
    void aWrongPasswordIsAReasonWithAWayOn();
    void aRegistryThatIsAwayIsAReason();
    void afterAFailureNobodyAsksForAWhile();
    void aRegistryThatIsSilentCostsOneWait();
    void whatWasAwayIsAskedForAgain();
    void whoStopsDoesNotWaitForTheRegistry();
    void aMessageWhoseSchemaIsMissingKeepsItsBytes();
    void detectionKnowsTheFrame();
};

namespace {

const QString registryJson = QStringLiteral(WEIR_TEST_DATA "/formats/schemas/registry.json");

/// The server in a process of its own.
class Registry
{
public:
    explicit Registry(const QStringList& options = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QStringLiteral("python3"),
            QStringList{QStringLiteral(WEIR_SOURCE_DIR "/tests/support/registry/registry.py"),
                        registryJson}
                + options);
        m_url = "http://127.0.0.1:" + nextLine().toStdString();
    }
    ~Registry()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(5000))
            m_process.kill();
        m_process.waitForFinished();
    }

    const std::string& url() const { return m_url; }

    /// The paths that were asked for until now.
    QStringList requests()
    {
        m_process.waitForReadyRead(0);
        m_output += m_process.readAllStandardOutput();
        const auto text = QString::fromUtf8(m_output);
        return text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    bool waitForRequest()
    {
        return !requests().isEmpty() || (m_process.waitForReadyRead(5000) && !requests().isEmpty());
    }

private:
    QString nextLine()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(10'000)) { }
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }

    QProcess m_process;
    QByteArray m_output;
    std::string m_url;
};

RegistryClient::Settings settings(const std::string& url)
{
    RegistryClient::Settings settings;
    settings.url = url;
    settings.patience = 10s;
    return settings;
}

std::string frame(std::uint32_t id, const std::string& datum)
{
    std::string bytes(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>((id >> static_cast<unsigned>(shift)) & 0xFFU));
    return bytes + datum;
}

/// A message of schema 1: text, time 0, no level, no values, no inner.
std::string reading(const std::string& text)
{
    return frame(1,
                 std::string(1, static_cast<char>(2 * text.size())) + text + std::string(4, '\0'));
}

/// An address of this machine where nobody listens.
std::string nobody()
{
    return "http://127.0.0.1:1";
}

} // namespace

void tst_SchemaRegistry::schemasAreAskedForOnce()
{
    Registry registry;
    RegistryClient client(settings(registry.url()));
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.find(2);
        QVERIFY2(answer.schema, answer.reason.c_str());
        QCOMPARE(answer.schema->kind, SchemaText::Kind::Protobuf);
        QVERIFY(answer.schema->text.starts_with("//"));
    }
    QCOMPARE(registry.requests(), QStringList{QStringLiteral("/schemas/ids/2")});
}

void tst_SchemaRegistry::referencesAreFollowed()
{
    Registry registry;
    RegistryClient client(settings(registry.url()));
    const auto answer = client.find(5);
    QVERIFY2(answer.schema, answer.reason.c_str());
    QCOMPARE(answer.schema->references.size(), std::size_t{1});
    QCOMPARE(answer.schema->references[0].first, std::string("part.proto"));
    QCOMPARE(registry.requests().last(), QStringLiteral("/subjects/part%2Fof%20it/versions/2"));
}

void tst_SchemaRegistry::anUnknownNumberIsAnsweredAndRemembered()
{
    Registry registry;
    RegistryClient client(settings(registry.url()));
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.find(99);
        QVERIFY(answer.isMissing);
        QCOMPARE(answer.reason, std::string("the schema registry has none of this number"));
    }
    QCOMPARE(registry.requests().size(), 1);
    QVERIFY(client.find(1).schema);
}

void tst_SchemaRegistry::aPasswordIsSent()
{
    Registry registry({QStringLiteral("--user"), QStringLiteral("reader:sword:fish")});
    qputenv("REGISTRY_PASSWORD", "sword:fish");
    const auto client =
        RegistryClient::make({registry.url(), "reader", "${env:REGISTRY_PASSWORD}", ""});
    QVERIFY(client);
    QVERIFY((*client)->find(1).schema);
    qunsetenv("REGISTRY_PASSWORD");
    QVERIFY(!RegistryClient::make({registry.url(), "reader", "${env:REGISTRY_PASSWORD}", ""}));
}

void tst_SchemaRegistry::aPasswordMayBeInTheKeyring()
{
    Registry registry({QStringLiteral("--user"), QStringLiteral("reader:sword:fish")});
    const RegistryConfig config{registry.url(), "reader", "${keyring:registry}", ""};
    const auto client = RegistryClient::make(config, [](const std::string& key) {
        return key == "registry" ? std::string("sword:fish") : std::string();
    });
    QVERIFY(client);
    QVERIFY((*client)->find(1).schema);
    QVERIFY(!RegistryClient::make(config));
}

void tst_SchemaRegistry::aWrongPasswordIsAReasonWithAWayOn()
{
    Registry registry({QStringLiteral("--user"), QStringLiteral("reader:secret")});
    RegistryClient client(settings(registry.url()));
    const auto answer = client.find(1);
    QVERIFY(!answer.schema);
    QVERIFY(!answer.isMissing);
    QCOMPARE(answer.reason,
             std::string("the schema registry does not let us in (401): see 'username' and "
                         "'password' of [source.schema_registry]"));
}

void tst_SchemaRegistry::aRegistryThatIsAwayIsAReason()
{
    auto away = settings(nobody());
    away.pause = 1h;
    RegistryClient client(away);
    const auto first = client.find(1);
    QVERIFY2(
        first.reason.starts_with("the schema registry at http://127.0.0.1:1 cannot be reached"),
        first.reason.c_str());
}

void tst_SchemaRegistry::afterAFailureNobodyAsksForAWhile()
{
    Registry registry({QStringLiteral("--user"), QStringLiteral("a:b")});
    auto closed = settings(registry.url());
    closed.pause = 1h;
    RegistryClient client(closed);
    for (std::uint32_t id = 1; id < 1000; ++id)
        QVERIFY(client.find(id).reason.starts_with("the schema registry does not let us in"));
    QCOMPARE(registry.requests().size(), 1);
}

void tst_SchemaRegistry::aRegistryThatIsSilentCostsOneWait()
{
    Registry registry({QStringLiteral("--silent")});
    auto silent = settings(registry.url());
    silent.patience = 100ms;
    silent.http.timeout = 1h;
    RegistryClient client(silent);
    QCOMPARE(client.find(1).reason, std::string("the schema registry has not answered yet"));
    for (std::uint32_t id = 1; id < 10'000; ++id) // a wait for each would take a quarter of an hour
        QCOMPARE(client.find(id).reason, std::string("the schema registry has not answered yet"));
}

void tst_SchemaRegistry::whatWasAwayIsAskedForAgain()
{
    auto away = settings(nobody());
    away.pause = 0s;
    RegistryClient client(away);
    QVERIFY(!client.find(1).schema);
    QVERIFY(!client.find(1).schema);
    Registry registry({QStringLiteral("--user"), QStringLiteral("a:b")});
    auto open = settings(registry.url());
    open.pause = 0s;
    RegistryClient again(open);
    QVERIFY(!again.find(1).schema);
    QVERIFY(!again.find(1).schema);
    QCOMPARE(registry.requests().size(), 2);
}

void tst_SchemaRegistry::whoStopsDoesNotWaitForTheRegistry()
{
    Registry registry({QStringLiteral("--silent")});
    auto silent = settings(registry.url());
    silent.patience = 0ms;
    silent.http.timeout = 1h;
    const auto client = std::make_unique<RegistryClient>(silent);
    client->find(1);
    QVERIFY(registry.waitForRequest());
    // The destructor: this test would last an hour.
}

void tst_SchemaRegistry::aMessageWhoseSchemaIsMissingKeepsItsBytes()
{
    SourceConfig source;
    auto away = settings(nobody());
    const auto decoder = makeSourceDecoder(source, std::make_shared<RegistryClient>(away));
    QVERIFY(decoder);
    const std::string payload = reading("abc");
    EventBatchBuilder builder("test", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    (*decoder)->decode({payload, {}}, builder);
    const auto batch = builder.publish();
    QCOMPARE(batch->kind(0), EventKind::Undecodable);
    QVERIFY(batch->body(0).starts_with("schema 1 is not known: the schema registry at"));
    QVERIFY(batch->payload(0) == payload);
}

void tst_SchemaRegistry::detectionKnowsTheFrame()
{
    Registry registry;
    SourceConfig source;
    source.registry = RegistryConfig{registry.url(), "", "", ""};
    const auto decoder = makeSourceDecoder(source);
    QVERIFY(decoder);
    EventBatchBuilder builder("test", SourceKind::Kafka);
    const auto decode = [&](const std::string& payload) {
        builder.beginEvent({builder.streamIndex({}), 0, arrival()});
        (*decoder)->decode({payload, {}}, builder);
        return std::string((*decoder)->lastFormat());
    };
    QCOMPARE(decode(reading("one")), std::string("confluent"));
    QCOMPARE(decode(R"({"message":"plain"})"), std::string("json"));
    QCOMPARE(decode("text"), std::string("text"));
    const auto batch = builder.publish();
    QCOMPARE(batch->body(0), std::string_view("one"));
    QCOMPARE(batch->body(2), std::string_view("text"));
}

QTEST_GUILESS_MAIN(tst_SchemaRegistry)
#include "tst_schemaregistry.moc"
