// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <rapidcheck.h>

#include <limits>

using namespace weir;
using namespace std::chrono_literals;

namespace {

const QString dataFolder = QStringLiteral(WEIR_SOURCE_DIR "/tests/data/");

std::filesystem::path pathOf(const QString& path)
{
    return path.toStdString();
}

/// `LINE:COLUMN: error: MESSAGE`, one a line; what matters of problems but the folder.
QString printed(const std::vector<ConfigProblem>& problems)
{
    QStringList lines;
    for (ConfigProblem problem : problems) {
        problem.file.clear();
        lines << QString::fromStdString(problem.text());
    }
    return lines.join(u'\n');
}

/// A configuration folder of its own.
class Folder final
{
public:
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        file.write(content);
    }

    QString filePath(const QString& name) const { return m_folder.filePath(name); }
    Configuration load() const { return loadConfiguration(pathOf(m_folder.path())); }

private:
    QTemporaryDir m_folder;
};

const QByteArray goodSource = R"([[source]]
name = "good"
kafka = { brokers = "localhost:9092", topics = ["a"] }
)";

const QByteArray goodAlert = R"([[alert]]
name  = "errors"
query = "level>=error | count by region every 10s"
when  = "> 50"
)";

} // namespace

class tst_Configuration : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theSourcesOfTheInterfaceAreLoaded();
    void theAlertOfTheInterfaceIsLoaded();
    void theDashboardAndTheViewOfTheInterfaceAreLoaded();
    void theOneLineFormIsLoaded();
    void secretsThatCannotBeResolvedAreWarnings();
    void aMissingFolderIsAnEmptyConfiguration();
    void whatIsNotWrittenHasItsDefault();
    void retentionCanBeUnlimited();
    void aKafkaSourceBeginsWhereItSays_data();
    void aKafkaSourceBeginsWhereItSays();
    void aFaultInWeirTomlIsNamedWithItsPlace_data();
    void aFaultInWeirTomlIsNamedWithItsPlace();
    void aFaultInAnAlertIsNamedWithItsPlace_data();
    void aFaultInAnAlertIsNamedWithItsPlace();
    void aFaultInADashboardIsNamedWithItsPlace_data();
    void aFaultInADashboardIsNamedWithItsPlace();
    void aFaultInOneSourceLeavesTheOthers();
    void aFaultInOneFileLeavesTheOthers();
    void namesOfRulesAndViewsAreGivenOnce();
    void ruleTestsAndHiddenFilesAreNotLoaded();
    void aFileThatCannotBeReadIsAProblem();
    void aPanelWithoutAPlaceStandsBelowTheOthers();
    void aProblemIsPrintedAsEditorsReadIt();
    void damagedFilesAreNeverFatal();
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
    QCOMPARE(weir.retentionAge, std::optional<Nanoseconds>(7 * 24h));
    QCOMPARE(weir.retentionBytes, std::optional<std::uint64_t>(20'000'000'000));
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

    const auto& zeromq = std::get<ZeroMqSource>(weir.sources[1].input);
    QCOMPARE(zeromq.type, ZeroMqSource::Type::Sub);
    QCOMPARE(zeromq.connect, (std::vector<std::string>{"tcp://127.0.0.1:5556"}));
    QCOMPARE(zeromq.topics, (std::vector<std::string>{""}));
    const auto& file = std::get<FileSource>(weir.sources[2].input);
    QCOMPARE(file.paths, (std::vector<std::string>{"/var/log/*.log"}));
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
                     + "[[source]]\nname=\"pull\"\nzeromq={type=\"pull\",bind=[\"tcp://*:1\"]}\n");
    folder.write(QStringLiteral("alerts/a.toml"), goodAlert);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.weir.retentionAge, std::optional<Nanoseconds>(90 * 24h));
    QCOMPARE(all.weir.retentionBytes, WeirConfig().retentionBytes);
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
    QVERIFY(!all.weir.retentionAge);
    QCOMPARE(all.weir.retentionBytes, std::optional<std::uint64_t>(1'000'000'000'000));
    QCOMPARE(all.weir.durability, Durability::Full);
    QCOMPARE(all.weir.memoryLimit, std::uint64_t{256} << 20);
    QVERIFY(all.weir.background);
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

void tst_Configuration::aFaultInWeirTomlIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("problems");
    const auto row = [](const char* name, const char* toml, const char* problems) {
        QTest::newRow(name) << QByteArray(toml) << QString::fromUtf8(problems);
    };
    const auto source = [&](const char* name, const QByteArray& rest, const char* problems) {
        row(name, QByteArray("[[source]]\nname = \"a\"\n" + rest).constData(), problems);
    };
    row("an unknown table", "[indx]\n", "1:2: error: unknown key 'indx'; did you mean 'index'?");
    row("an unknown key", "[index]\nrentention = 1\n",
        "2:1: error: unknown key 'rentention'; did you mean 'retention'?");
    row("nothing near", "[collector]\nxyzzy = 1\n",
        "2:1: error: unknown key 'xyzzy'; known are memory_limit, background");
    row("a wrong duration", "[index]\nretention = { age = \"7 days\" }\n",
        "2:21: error: '7 days' is no duration; write for instance 250ms, 10s, 5m, 2h or 7d");
    row("a wrong size", "[index]\nretention = { size = \"20 G\" }\n",
        "2:22: error: '20 G' is no size; write for instance 16MiB or 20GB");
    row("a wrong word", "[index]\ndurability = \"ful\"\n",
        "2:14: error: 'ful' is not a value of 'durability'; did you mean 'full'?");
    row("a wrong type", "[collector]\nbackground = \"yes\"\n",
        "2:14: error: 'background' must be true or false, not a string");
    row("too little memory", "[collector]\nmemory_limit = \"1MiB\"\n",
        "2:16: error: 'memory_limit' must be at least 64MiB for the collector to work");
    row("one source in single brackets", "[source]\nname = \"a\"\n",
        "1:1: error: there may be several: write [[source]]");
    row("no TOML", "[index\n", "1:7: error: ");
    source("a key written wrong", "kafka = { brokers = \"h\", topcis = [\"t\"] }\n",
           "3:26: error: unknown key 'topcis'; did you mean 'topics'?");
    source("a kind written wrong", "[source.kafak]\nbrokers = \"h\"\n",
           "3:9: error: unknown key 'kafak'; did you mean 'kafka'?");
    source("no kind", "",
           "1:1: error: the source 'a' has no kind: kafka, zeromq or file is missing");
    source("two kinds",
           "kafka = { brokers = \"h\", topics = [\"t\"] }\nfile = { paths = [\"/a\"] }\n",
           "4:8: error: the source 'a' is of two kinds; it can only have one of kafka, zeromq and "
           "file");
    source("no topics", "kafka = { brokers = \"h\" }\n", "3:9: error: the key 'topics' is missing");
    source("an empty list", "kafka = { brokers = \"h\", topics = [] }\n",
           "3:35: error: 'topics' must not be empty");
    source("a wrong pattern", "kafka = { brokers = \"h\", topics = [\"t\", \"^(\"] }\n",
           "3:41: error: '^(' is no regular expression: missing ): ^(");
    source("a list of numbers", "kafka = { brokers = \"h\", topics = [7] }\n",
           "3:36: error: 'topics' must be a list of strings, this is a whole number");
    source("a wrong start", "kafka = { brokers = \"h\", topics = [\"t\"], start = \"-15\" }\n",
           "3:50: error: 'start' must be \"earliest\", \"latest\", a time such as "
           "\"2026-11-23T12:00:00Z\", or \"-15m\"");
    source(
        "a secret in clear",
        "kafka = { brokers = \"h\", topics = [\"t\"], security = { password = \"swordfish\" } }\n",
        "3:66: error: 'password' must be a reference: ${env:NAME} or ${file:PATH}, not the secret "
        "itself");
    source(
        "a login without a mechanism",
        "kafka = { brokers = \"h\", topics = [\"t\"], security = { protocol = \"sasl_ssl\" } }\n",
        "3:53: error: the key 'mechanism' is missing");
    source("no endpoint", "zeromq = { type = \"sub\" }\n",
           "3:10: error: there is no endpoint: 'connect' or 'bind' is missing");
    source("a wrong endpoint", "zeromq = { connect = [\"127.0.0.1:5556\"] }\n",
           "3:23: error: '127.0.0.1:5556' is no endpoint; write tcp://HOST:PORT or ipc://PATH");
    source("an endpoint without a port", "zeromq = { connect = [\"tcp://host\"] }\n",
           "3:23: error: 'tcp://host' needs a host and a port: tcp://HOST:PORT");
    source("connecting to everyone", "zeromq = { connect = [\"tcp://*:5556\"] }\n",
           "3:23: error: 'tcp://*:5556': nothing can connect to every address; use 'bind'");
    source("topics of a pull socket",
           "zeromq = { bind = [\"tcp://*:1\"], type = \"pull\", topics = [\"a\"] }\n",
           "3:58: error: a pull socket has no topics");
    source("a relative path", "file = { paths = [\"a.log\"] }\n",
           "3:19: error: 'a.log' is not an absolute path");
    source("an unknown format", "format = \"jsn\"\nfile = { paths = [\"/a\"] }\n",
           "3:10: error: unknown format 'jsn'; did you mean 'json'?");
    source("a format that is to come", "format = \"syslog\"\nfile = { paths = [\"/a\"] }\n",
           "3:10: warning: the format 'syslog' is not decoded yet; auto is used");
    source("a retention of its own", "retention = { age = \"1d\" }\nfile = { paths = [\"/a\"] }\n",
           "3:13: warning: a retention of its own is not applied yet; the one of [index] counts");
    source("a label that is a number", "labels = { n = 7 }\nfile = { paths = [\"/a\"] }\n",
           "3:16: error: the label 'n' must be a string, not a whole number");
    row("a source without a name", "[[source]]\nfile = { paths = [\"/a\"] }\n",
        "1:1: error: the key 'name' is missing");
    source(
        "a name given twice",
        "file = { paths = [\"/a\"] }\n[[source]]\nname = \"a\"\nfile = { paths = [\"/b\"] }\n",
        "5:8: error: there is a source 'a' in line 2 already; the name is the source's identity");
}

void tst_Configuration::aFaultInWeirTomlIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, toml);
    QFETCH(const QString, problems);
    Folder folder;
    folder.write(QStringLiteral("weir.toml"), toml);
    const auto all = folder.load();
    const QString found = printed(all.problems);
    // What is wrong in TOML itself is said in the words of the library.
    QCOMPARE(problems.endsWith(u' ') ? found.left(problems.size()) : found, problems);
    QCOMPARE(all.hasErrors(), problems.contains(QStringLiteral("error: ")));
}

void tst_Configuration::aFaultInAnAlertIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("problems");
    const auto row = [](const char* name, const char* line, const char* problems) {
        QTest::newRow(name) << QByteArray(line) << QString::fromUtf8(problems);
    };
    constexpr const char* supported =
        "a condition is one of > >= < <= == != and a number, such as \"> 50\"";
    const auto condition = [&](const char* name, const char* line, const char* problem) {
        row(name, line,
            QByteArray(QByteArray("1:11: error: ") + problem + "; " + supported).constData());
    };
    condition("between", "recover = \"between 1 and 5\"", "'between' is not supported yet");
    condition("outside", "recover = \"outside 1 and 5\"", "'outside' is not supported yet");
    condition("absent", "recover = \"absent 5m\"", "'absent' is not supported yet");
    condition("change", "recover = \"change > 5\"", "'change' is not supported yet");
    condition("no number", "recover = \"< many\"", "'many' is no number");
    condition("infinite", "recover = \"< inf\"", "'inf' is no number");
    condition("no sign", "recover = \"50\"", "'50' is no condition");
    row("contradictory", "recover = \"< 80\"",
        "1:11: error: 'when' and 'recover' hold for the same values, so the alert would fire and "
        "recover at once");
    row("a key written wrong", "keep_firng = \"1m\"",
        "1:1: error: unknown key 'keep_firng'; did you mean 'keep_firing'?");
    row("a wrong policy", "no_data = \"kep\"",
        "1:11: error: 'kep' is not a value of 'no_data'; did you mean 'keep'?");
    row("a wrong severity", "severity = \"criticl\"",
        "1:12: error: 'criticl' is not a value of 'severity'; did you mean 'critical'?");
    row("a negative duration", "for = \"-5m\"",
        "1:7: error: '-5m' is no duration; write for instance 250ms, 10s, 5m, 2h or 7d");
    row("an unknown placeholder", "summary = \"\xC3\xA4 {{labels.regon}}\"",
        "1:14: warning: nothing is known as 'labels.regon'; did you mean 'labels.region'?");
}

void tst_Configuration::aFaultInAnAlertIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, problems);
    Folder folder;
    QByteArray toml = goodAlert;
    toml.replace("[[alert]]\n", "");
    // The line under test first, so that its place is the same in every row.
    folder.write(QStringLiteral("alerts/a.toml"), "[[alert]]\n" + line + '\n' + toml);
    auto all = folder.load();
    for (ConfigProblem& problem : all.problems)
        --problem.line;
    QCOMPARE(printed(all.problems), problems);
    QCOMPARE(all.alerts.size(), std::size_t{all.hasErrors() ? 0U : 1U});
}

void tst_Configuration::aFaultInADashboardIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QString>("problems");
    const auto panel = [](const char* name, const char* toml, const char* problems) {
        QTest::newRow(name) << QByteArray("[[panel]]\n") + toml + '\n'
                            << QString::fromUtf8(problems);
    };
    panel("an unknown type", "type = \"timeserie\"\nquery = \"error\"",
          "2:8: error: 'timeserie' is not a value of 'type'; did you mean 'timeseries'?");
    panel("a type to come", "type = \"gauge\"\nquery = \"error | count\"",
          "2:8: warning: panels of type 'gauge' are not drawn yet");
    panel("no query", "type = \"stat\"", "1:1: error: the key 'query' is missing");
    panel("three numbers", "query = \"error\"\nat = [0, 0, 12]",
          "3:6: error: 'at' must be [column, row, columns, rows], four whole numbers");
    panel("beyond the grid", "query = \"error\"\nat = [13, 0, 12, 6]",
          "3:6: error: column 13 and 12 columns are more than the 24 of the grid");
    panel("no rows", "query = \"error\"\nat = [0, 0, 12, 0]",
          "3:6: error: a panel is at least one column wide and one row high");
    QTest::newRow("a variable without values")
        << QByteArray("[[variable]]\nname = \"service\"\n")
        << QStringLiteral("1:1: error: the key 'values' is missing");
}

void tst_Configuration::aFaultInADashboardIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, toml);
    QFETCH(const QString, problems);
    Folder folder;
    folder.write(QStringLiteral("dashboards/a.toml"), toml);
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), problems);
    QCOMPARE(all.dashboards.size(), std::size_t{1});
    QCOMPARE(all.dashboards.front().title, std::string("a"));
}

void tst_Configuration::aFaultInOneSourceLeavesTheOthers()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"),
                 "[[source]]\nname = \"bad\"\nkafka = { brokres = \"h\", topics = [\"t\"] }\n"
                     + goodSource);
    const auto all = folder.load();
    QVERIFY(all.hasErrors());
    QCOMPARE(all.weir.sources.size(), std::size_t{1});
    QCOMPARE(all.weir.sources.front().name, std::string("good"));
}

void tst_Configuration::aFaultInOneFileLeavesTheOthers()
{
    Folder folder;
    folder.write(QStringLiteral("weir.toml"), "[[source]\n");
    folder.write(QStringLiteral("alerts/bad.toml"), "[[alert]]\nname = \n");
    folder.write(QStringLiteral("alerts/good.toml"), goodAlert);
    folder.write(QStringLiteral("views/bad.toml"), "name = \"v\"\nquery = \"(error\"\n");
    const auto all = folder.load();
    QCOMPARE(all.alerts.size(), std::size_t{1});
    QVERIFY(all.views.empty());
    QStringList files;
    for (const ConfigProblem& problem : all.problems)
        files << QString::fromStdString(problem.file.filename().string());
    QCOMPARE(files.join(u' '), QStringLiteral("weir.toml bad.toml bad.toml"));
    // Behind the quote, where the query itself begins.
    QCOMPARE(all.problems.back().line, 2);
    QVERIFY(all.problems.back().column >= 10);
}

void tst_Configuration::namesOfRulesAndViewsAreGivenOnce()
{
    Folder folder;
    folder.write(QStringLiteral("alerts/a.toml"), goodAlert);
    folder.write(QStringLiteral("alerts/b.toml"), goodAlert);
    folder.write(QStringLiteral("views/a.toml"), "name = \"v\"\nquery = \"\"\n");
    folder.write(QStringLiteral("views/b.toml"), "name = \"v\"\nquery = \"\"\n");
    const auto all = folder.load();
    QCOMPARE(all.alerts.size(), std::size_t{1});
    QCOMPARE(all.views.size(), std::size_t{1});
    QCOMPARE(printed(all.problems),
             QStringLiteral("2:9: error: there is an alert 'errors' already; the name is the "
                            "rule's identity\n"
                            "error: there is a view 'v' in a.toml already"));
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

void tst_Configuration::aFileThatCannotBeReadIsAProblem()
{
    Folder folder;
    QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("weir.toml"))));
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QStringLiteral("error: this file cannot be read"));
    QVERIFY(all.hasErrors());
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

void tst_Configuration::aProblemIsPrintedAsEditorsReadIt()
{
    ConfigProblem problem{"weir.toml", 3, 7, "no", false};
    QCOMPARE(problem.text(), std::string("weir.toml:3:7: error: no"));
    problem.isWarning = true;
    problem.line = 0;
    QCOMPARE(problem.text(), std::string("weir.toml: warning: no"));
    problem.file.clear();
    QCOMPARE(problem.text(), std::string("warning: no"));
}

void tst_Configuration::damagedFilesAreNeverFatal()
{
    QFile file(dataFolder + QStringLiteral("interface/weir.toml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray good = file.readAll();
    Folder folder;
    QVERIFY(rc::check("damaged weir.toml", [&] {
        QByteArray damaged = good;
        const auto changes = *rc::gen::inRange(1, 4);
        for (int i = 0; i < changes; ++i) {
            const auto at = *rc::gen::inRange<qsizetype>(0, damaged.size());
            const auto bytes = *rc::gen::arbitrary<std::string>();
            damaged.replace(at, *rc::gen::inRange(0, 20), QByteArray::fromStdString(bytes));
        }
        folder.write(QStringLiteral("weir.toml"), damaged);
        const auto all = folder.load();
        RC_ASSERT(all.weir.sources.size() <= std::size_t{3});
        for (const ConfigProblem& problem : all.problems)
            RC_ASSERT(!problem.message.empty());
    }));
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
