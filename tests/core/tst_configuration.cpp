// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/configfolder.h"

#include <QTest>

#include <limits>

using namespace weir;
using namespace std::chrono_literals;

namespace {

const QString dataFolder = QStringLiteral(WEIR_SOURCE_DIR "/tests/data/");

} // namespace

class tst_Configuration : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theSourcesOfTheInterfaceAreLoaded();
    void aTextIsReadAsTheFileWouldBe();
    void theAlertOfTheInterfaceIsLoaded();
    void theDashboardAndTheViewOfTheInterfaceAreLoaded();
    void theOneLineFormIsLoaded();
    void aKafkaSourceCanBeTuned();
    void secretsThatCannotBeResolvedAreWarnings();
    void aMissingFolderIsAnEmptyConfiguration();
    void whatIsNotWrittenHasItsDefault();
    void retentionCanBeUnlimited();
    void aSourceMayHaveARetentionOfItsOwn();
    void whatIsWrongWithASourceDoesNotRemoveItsEvents();
    void aKafkaSourceBeginsWhereItSays_data();
    void aKafkaSourceBeginsWhereItSays();
    void aSourceMayHaveSchemasInFiles();
    void aFormatThatNeedsASchemaSaysSo();
    void ruleTestsAndHiddenFilesAreNotLoaded();
    void aPanelWithoutAPlaceStandsBelowTheOthers();
    void aThresholdHoldsAsItIsWritten_data();
    void aThresholdHoldsAsItIsWritten();
};

void tst_Configuration::init()
{
    qunsetenv("ORDERS_PASSWORD");
    qunsetenv("REGISTRY_PASSWORD");
}

void tst_Configuration::theSourcesOfTheInterfaceAreLoaded()
{
    const auto all = loadConfiguration(pathOf(dataFolder + QStringLiteral("interface")));
    QVERIFY2(!all.hasErrors(), qPrintable(printed(all.problems)));
    const WeirConfig& weir = all.weir;
    QCOMPARE(weir.retention.index.age, std::optional<Nanoseconds>(7 * 24h));
    QCOMPARE(weir.retention.index.bytes, std::optional<std::uint64_t>(20'000'000'000));
    QCOMPARE(weir.durability, Durability::Normal);
    QCOMPARE(quint64{weir.memoryLimit}, quint64{1} << 30);
    QVERIFY(!weir.background);
    QCOMPARE(weir.sources.size(), std::size_t{3});

    QCOMPARE(weir.sources[0].name, std::string("orders"));
    QCOMPARE(weir.sources[0].labels.at(0), (std::pair<std::string, std::string>("env", "prod")));
    const auto& kafka = std::get<KafkaSource>(weir.sources[0].input);
    QCOMPARE(kafka.brokers, std::string("localhost:9092"));
    QCOMPARE(kafka.topics, (std::vector<std::string>{"orders", "^audit-.*"}));
    QCOMPARE(kafka.start.kind, KafkaStart::Kind::Ago);
    QCOMPARE(kafka.start.ago, Nanoseconds(15min));
    QCOMPARE(kafka.security.protocol, std::string("sasl_ssl"));
    QCOMPARE(kafka.security.mechanism, std::string("SCRAM-SHA-512"));
    QCOMPARE(kafka.security.username, std::string("reader"));
    QCOMPARE(kafka.security.password, std::string("${env:ORDERS_PASSWORD}"));
    QCOMPARE(kafka.security.ca, std::string("/etc/ssl/orders-ca.pem"));
    QCOMPARE(weir.sources[0].registry,
             (std::optional<RegistryConfig>{{"https://registry.example.org", "reader",
                                             "${env:REGISTRY_PASSWORD}", ""}}));
    QVERIFY(!weir.sources[1].registry);

    const auto& zeromq = std::get<ZeroMqSource>(weir.sources[1].input);
    QCOMPARE(zeromq.type, ZeroMqSource::Type::Sub);
    QCOMPARE(zeromq.connect, (std::vector<std::string>{"tcp://127.0.0.1:5556"}));
    QCOMPARE(zeromq.topics, (std::vector<std::string>{""}));
    const auto& file = std::get<FileSource>(weir.sources[2].input);
    QCOMPARE(file.paths, (std::vector<std::string>{"/var/log/*.log"}));
    QCOMPARE(file.encoding, FileEncoding::Auto);
    QCOMPARE(file.multiline, std::string("auto"));
    QCOMPARE(file.maxLine, std::uint64_t{32} << 20);
}

void tst_Configuration::aTextIsReadAsTheFileWouldBe()
{
    const Configuration all = parseConfiguration(
        "[[source]]\nname = \"a\"\nfile = { paths = [\"/a\"], encoding = \"latin-1\", multiline = "
        "\"^#\", max_line = \"64KiB\" }\n",
        {});
    QVERIFY(all.problems.empty());
    const auto& file = std::get<FileSource>(all.weir.sources.at(0).input);
    QCOMPARE(file.encoding, FileEncoding::Latin1);
    QCOMPARE(file.multiline, std::string("^#"));
    QCOMPARE(file.maxLine, std::uint64_t{64} << 10);
    const auto problems = parseConfiguration("[[source]]\nname = 7\n", {}).problems;
    QCOMPARE(problems.at(0).line, 1);
    QVERIFY(problems.at(0).message.find("no kind") != std::string::npos);
    QCOMPARE(problems.at(1).line, 2);
    QCOMPARE(parseConfiguration("[[source", {}).problems.size(), std::size_t{1});
}

void tst_Configuration::theAlertOfTheInterfaceIsLoaded()
{
    const auto all = loadConfiguration(pathOf(dataFolder + QStringLiteral("interface")));
    QCOMPARE(all.alerts.size(), std::size_t{1});
    const AlertRule& rule = all.alerts.front();
    QCOMPARE(rule.name, std::string("payment errors"));
    QCOMPARE(rule.query, std::string("level>=error service:payments | count by region every 10s"));
    QCOMPARE(rule.when, (Threshold{Threshold::Comparison::Greater, 50}));
    QCOMPARE(rule.recover, std::optional(Threshold{Threshold::Comparison::Less, 20}));
    QCOMPARE(rule.holdFor, Nanoseconds(30s));
    QCOMPARE(rule.keepFiring, Nanoseconds(1min));
    QCOMPARE(rule.noData, NoDataPolicy::Keep);
    QCOMPARE(rule.severity, AlertSeverity::Critical);
    QCOMPARE(rule.summary, std::string("{{value}} payment errors in {{labels.region}}"));
    QCOMPARE(rule.runbook, std::string("https://wiki.example.org/payments"));
}

void tst_Configuration::theDashboardAndTheViewOfTheInterfaceAreLoaded()
{
    const auto all = loadConfiguration(pathOf(dataFolder + QStringLiteral("interface")));
    QCOMPARE(all.dashboards.size(), std::size_t{1});
    const DashboardConfig& dashboard = all.dashboards.front();
    QCOMPARE(dashboard.title, std::string("Payments"));
    QCOMPARE(dashboard.file.filename().string(), std::string("payments.toml"));
    QCOMPARE(dashboard.panels.size(), std::size_t{1});
    const PanelConfig& panel = dashboard.panels.front();
    QCOMPARE(panel.type, std::string("timeseries"));
    QCOMPARE(panel.query, std::string("level>=error | count by service every 10s"));
    QCOMPARE(panel.at, (std::array<int, 4>{0, 0, 12, 6}));
    QCOMPARE(panel.unit, std::string("short"));

    QCOMPARE(all.views.size(), std::size_t{1});
    QCOMPARE(all.views.front().name, std::string("Payment errors"));
    QCOMPARE(all.views.front().columns,
             (std::vector<std::string>{"time", "level", "host", "body"}));
}

void tst_Configuration::theOneLineFormIsLoaded()
{
    const auto all = loadConfiguration(pathOf(dataFolder + QStringLiteral("interface-oneline")));
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.weir.sources.size(), std::size_t{2});
    QCOMPARE(std::get<KafkaSource>(all.weir.sources[0].input).security.protocol,
             std::string("ssl"));
    const auto& zeromq = std::get<ZeroMqSource>(all.weir.sources[1].input);
    QCOMPARE(zeromq.type, ZeroMqSource::Type::Pull);
    QCOMPARE(zeromq.bind, (std::vector<std::string>{"tcp://*:5557"}));
    QVERIFY(zeromq.bindAnywhere);
}

void tst_Configuration::aKafkaSourceCanBeTuned()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname = \"a\"\n[source.kafka]\nbrokers = \"h:1\"\ntopics = [\"t\"]\n"
                 "group = \"viewers\"\nisolation = \"read_uncommitted\"\n"
                 "settings = { \"fetch.max.bytes\" = \"1000\", \"fetch.min.bytes\" = 1, "
                 "\"socket.keepalive.enable\" = true }\n"
                 "[source.kafka.security]\nprotocol = \"sasl_ssl\"\nmechanism = \"OAUTHBEARER\"\n"
                 "token = \"${keyring:orders}\"\n");
    const Configuration all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    const auto& kafka = std::get<KafkaSource>(all.weir.sources.at(0).input);
    QCOMPARE(kafka.group, std::string("viewers"));
    QVERIFY(kafka.readsUncommitted);
    QCOMPARE(kafka.settings,
             (std::vector<std::pair<std::string, std::string>>{{"fetch.max.bytes", "1000"},
                                                               {"fetch.min.bytes", "1"},
                                                               {"socket.keepalive.enable",
                                                                "true"}}));
    QCOMPARE(kafka.security.token, std::string("${keyring:orders}"));
    QVERIFY(kafka.security.verify);
}

void tst_Configuration::secretsThatCannotBeResolvedAreWarnings()
{
    const auto folder = pathOf(dataFolder + QStringLiteral("interface"));
    QCOMPARE(printed(loadConfiguration(folder).problems),
             QStringLiteral(
                 "21:13: warning: ${env:ORDERS_PASSWORD}: this environment variable is not set\n"
                 "22:13: warning: the file '/etc/ssl/orders-ca.pem' cannot be read\n"
                 "26:12: warning: ${env:REGISTRY_PASSWORD}: this environment variable is not set"));
    qputenv("ORDERS_PASSWORD", "swordfish");
    qputenv("REGISTRY_PASSWORD", "swordfish");
    const auto all = loadConfiguration(folder);
    QCOMPARE(all.problems.size(), std::size_t{1});
    // The reference stays: a configuration is printed, compared and handed around.
    QCOMPARE(std::get<KafkaSource>(all.weir.sources[0].input).security.password,
             std::string("${env:ORDERS_PASSWORD}"));
}

void tst_Configuration::aMissingFolderIsAnEmptyConfiguration()
{
    const auto all = loadConfiguration("/nonexistent/weir");
    QCOMPARE(printed(all.problems), QString());
    QVERIFY(all.weir.sources.empty());
    QVERIFY(all.alerts.empty());
}

void tst_Configuration::whatIsNotWrittenHasItsDefault()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "index.retention.age = \"90d\"\n" + goodSource
                     + "[[source]]\nname=\"pull\"\nzeromq={type=\"pull\",bind=[\"tcp://127.0.0.1:1\"]}\n");
    folder.write(QStringLiteral("alerts/a.toml"), goodAlert);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.weir.retention.index.age, std::optional<Nanoseconds>(90 * 24h));
    QCOMPARE(all.weir.retention.index.bytes, WeirConfig().retention.index.bytes);
    QCOMPARE(all.weir.memoryLimit, WeirConfig().memoryLimit);
    QCOMPARE(all.weir.sources.at(0).format, std::string("auto"));
    QCOMPARE(std::get<KafkaSource>(all.weir.sources.at(0).input).start, KafkaStart());
    QCOMPARE(std::get<ZeroMqSource>(all.weir.sources.at(1).input).maxMessageBytes,
             std::uint64_t{16} << 20);
    QCOMPARE(all.alerts.at(0).severity, AlertSeverity::Warning);
    QVERIFY(!all.alerts.at(0).recover);
}

void tst_Configuration::retentionCanBeUnlimited()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[index]\nretention = { age = \"unlimited\", size = \"1TB\" }\n"
                 "durability = \"full\"\n[collector]\nmemory_limit = \"256MiB\"\n"
                 "background = true\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QVERIFY(!all.weir.retention.index.age);
    QCOMPARE(all.weir.retention.index.bytes, std::optional<std::uint64_t>(1'000'000'000'000));
    QCOMPARE(all.weir.durability, Durability::Full);
    QCOMPARE(all.weir.memoryLimit, std::uint64_t{256} << 20);
    QVERIFY(all.weir.background);
}

void tst_Configuration::aSourceMayHaveARetentionOfItsOwn()
{
    Folder folder;
    const auto source = [](const QByteArray& name, const QByteArray& retention) -> QByteArray {
        return "[[source]]\nname = \"" + name + "\"\nfile = { paths = [\"/a\"] }\nretention = { "
            + retention + " }\n";
    };
    folder.write(QStringLiteral("weir.toml"),
                 source("debug", "age = \"6h\", size = \"100MB\"")
                     + source("audit", "age = \"unlimited\"")
                     + source("bulk", "size = \"1GB\"") + goodSource + "[index]\nretention = { age = \"30d\" }\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    const RetentionPolicy& retention = all.weir.retention;
    QCOMPARE(retention.sources.size(), std::size_t{3});
    QVERIFY((retention.sources.at("debug") == Retention{6h, 100'000'000}));
    QVERIFY((retention.sources.at("audit") == Retention{std::nullopt, std::nullopt}));
    QVERIFY((retention.sources.at("bulk") == Retention{30 * 24h, 1'000'000'000}));
    QCOMPARE(retention.ageOf("debug"), std::optional<Nanoseconds>(6h));
    QCOMPARE(retention.ageOf("good"), std::optional<Nanoseconds>(30 * 24h));
    QCOMPARE(retention.longestAge(), std::optional<Nanoseconds>());
}

void tst_Configuration::whatIsWrongWithASourceDoesNotRemoveItsEvents()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname = \"a\"\nretention = { age = \"90d\" }\n" // is of no kind
                 "[[source]]\nname = \"b\"\nretention = { age = \"90 days\" }\n"
                 "file = { paths = [\"/b\"] }\n");
    const auto all = folder.load();
    QCOMPARE(all.problems.size(), std::size_t{2});
    QVERIFY(all.weir.sources.empty());
    QCOMPARE(all.weir.retention.ageOf("a"), std::optional<Nanoseconds>(90 * 24h));
    QCOMPARE(all.weir.retention.ageOf("b"), std::optional<Nanoseconds>());
}

void tst_Configuration::aKafkaSourceBeginsWhereItSays_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<int>("kind");
    using Kind = KafkaStart::Kind;
    const auto row = [](const char* start, Kind kind) {
        QTest::newRow(start) << QByteArray(start) << static_cast<int>(kind);
    };
    row("\"earliest\"", Kind::Earliest);
    row("\"latest\"", Kind::Latest);
    row("\"-2h\"", Kind::Ago);
    row("\"2026-11-23T12:00:00+01:00\"", Kind::Time);
    row("2026-11-23T12:00:00+01:00", Kind::Time);
    row("2026-11-23", Kind::Time);
}

void tst_Configuration::aKafkaSourceBeginsWhereItSays()
{
    QFETCH(const QByteArray, start);
    QFETCH(const int, kind);
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname=\"a\"\n[source.kafka]\nbrokers=\"h\"\n"
                 "topics=[\"t\"]\nstart = "
                     + start + '\n');
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    const KafkaStart& read = std::get<KafkaSource>(all.weir.sources.at(0).input).start;
    QCOMPARE(static_cast<int>(read.kind), kind);
    if (read.kind == KafkaStart::Kind::Time && start.contains('T'))
        QCOMPARE(formatTime(read.time, 0), std::string("2026-11-23T11:00:00Z"));
}

void tst_Configuration::aSourceMayHaveSchemasInFiles()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname=\"s\"\nformat=\"protobuf\"\nzeromq={bind=[\"tcp://127.0.0.1:1\"]}\n"
                 "[source.schemas]\navro=\"/dev/null\"\n"
                 "protobuf={file=\"/dev/zero\",message=\"pkg.Type\"}\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.weir.sources.at(0).schemas, (SchemaFiles{"/dev/null", "/dev/zero", "pkg.Type"}));
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname=\"s\"\nzeromq={bind=[\"tcp://127.0.0.1:1\"]}\n"
                 "[source.schemas]\navro=\"/nonexistent.avsc\"\nprotobuf={file=\"/dev/null\"}\n"
                 "[source.schema_registry]\nurl=\"registry:8081\"\n");
    QCOMPARE(printed(folder.load().problems),
             QStringLiteral("5:6: warning: the file '/nonexistent.avsc' cannot be read\n"
                            "6:10: error: the key 'message' is missing\n"
                            "8:5: error: 'url' must begin with http:// or https://"));
}

void tst_Configuration::aFormatThatNeedsASchemaSaysSo()
{
    for (const auto& [format, missing] :
         {std::pair{"confluent", "a [source.schema_registry]"},
          std::pair{"protobuf", "'protobuf' in [source.schemas]"}}) {
        Folder folder;
        folder.write(QStringLiteral("weir.toml"),
                     QByteArray("[[source]]\nname=\"s\"\nformat=\"") + format
                         + "\"\nzeromq={bind=[\"tcp://127.0.0.1:1\"]}\n");
        QCOMPARE(printed(folder.load().problems),
                 QStringLiteral("3:8: error: the format '%1' needs %2")
                     .arg(QLatin1String(format), QLatin1String(missing)));
    }
}

void tst_Configuration::ruleTestsAndHiddenFilesAreNotLoaded()
{
    Folder folder;
    for (const char* name :
         {"alerts/a.test.toml", "alerts/.a.toml", "alerts/a.toml~", "views/README"})
        folder.write(QString::fromLatin1(name), "this is no TOML");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
}

void tst_Configuration::aPanelWithoutAPlaceStandsBelowTheOthers()
{
    Folder folder;
    folder.write(QStringLiteral("dashboards/a.toml"),
                 "[[panel]]\nquery = \"a\"\nat = [12, 2, 12, 5]\n[[panel]]\nquery = \"b\"\n"
                 "[[panel]]\nquery = \"c\"\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.dashboards.at(0).panels.at(1).at, (std::array<int, 4>{0, 7, 12, 6}));
    QCOMPARE(all.dashboards.at(0).panels.at(2).at, (std::array<int, 4>{0, 13, 12, 6}));
}

void tst_Configuration::aThresholdHoldsAsItIsWritten_data()
{
    QTest::addColumn<QString>("held");
    QTest::newRow("> 50") << QStringLiteral("51 inf");
    QTest::newRow(">=50") << QStringLiteral("50 51 inf");
    QTest::newRow("<  50") << QStringLiteral("-51 49");
    QTest::newRow("<= 50") << QStringLiteral("-51 49 50");
    QTest::newRow("== 50") << QStringLiteral("50");
    QTest::newRow("= 50") << QStringLiteral("50");
    QTest::newRow("!= 5e1") << QStringLiteral("-51 49 51 inf");
    QTest::newRow("< -50.5") << QStringLiteral("-51");
}

void tst_Configuration::aThresholdHoldsAsItIsWritten()
{
    QFETCH(const QString, held);
    Folder folder;
    QByteArray toml = goodAlert;
    toml.replace("> 50", QTest::currentDataTag());
    folder.write(QStringLiteral("alerts/a.toml"), toml);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QStringList found;
    for (const double value : {-51.0, 49.0, 50.0, 51.0, std::numeric_limits<double>::infinity()}) {
        if (all.alerts.at(0).when.holds(value))
            found << QString::number(value);
    }
    QCOMPARE(found.join(u' '), held);
    QVERIFY(!all.alerts.at(0).when.holds(std::numeric_limits<double>::quiet_NaN()));
}

QTEST_GUILESS_MAIN(tst_Configuration)
#include "tst_configuration.moc"
