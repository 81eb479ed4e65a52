// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/configfolder.h"

#include <QTest>

#include <rapidcheck.h>

using namespace weir;

namespace {

const QString dataFolder = QStringLiteral(WEIR_SOURCE_DIR "/tests/data/");

} // namespace

class tst_ConfigProblems : public QObject
{
    Q_OBJECT

private slots:
    void aFaultInWeirTomlIsNamedWithItsPlace_data();
    void aFaultInWeirTomlIsNamedWithItsPlace();
    void aFaultInAnAlertIsNamedWithItsPlace_data();
    void aFaultInAnAlertIsNamedWithItsPlace();
    void aRuleThatComparesNoCountIsNamedWithItsPlace();
    void aFaultInADashboardIsNamedWithItsPlace_data();
    void aFaultInADashboardIsNamedWithItsPlace();
    void aFaultInOneSourceLeavesTheOthers();
    void aFaultInOneFileLeavesTheOthers();
    void namesOfRulesAndViewsAreGivenOnce();
    void aFileThatCannotBeReadIsAProblem();
    void aProblemIsPrintedAsEditorsReadIt();
    void damagedFilesAreNeverFatal();
};

void tst_ConfigProblems::aFaultInWeirTomlIsNamedWithItsPlace_data()
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
    row("a header that names nothing", "# a\n[=]\n", "2:2: error: expected the name of a table here");
    row("a letter that needs quotes", "[index]\ngr\xC3\xB6\xC3\x9F""e = 1\n",
        "2:3: error: a character outside of quotes that is not plain ASCII");
    row("an unknown key", "[index]\nrentention = 1\n",
        "2:1: error: unknown key 'rentention'; did you mean 'retention'?");
    row("nothing near", "[collector]\nxyzzy = 1\n",
        "2:1: error: unknown key 'xyzzy'; known are memory_limit, background, redact");
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
        "3:66: error: 'password' must be a reference: ${env:NAME}, ${file:PATH} or "
        "${keyring:KEY}, not the secret itself");
    source(
        "a login without a mechanism",
        "kafka = { brokers = \"h\", topics = [\"t\"], security = { protocol = \"sasl_ssl\" } }\n",
        "3:53: error: the key 'mechanism' is missing");
    const auto kafka = [&](const char* name, const QByteArray& rest, const char* problems) {
        source(name, "kafka = { brokers = \"h\", topics = [\"t\"], " + rest + " }\n", problems);
    };
    kafka("a login without a password",
          "security = { protocol = \"sasl_ssl\", mechanism = \"PLAIN\", username = \"u\" }",
          "3:53: error: the key 'password' is missing");
    kafka("a token that is missing",
          "security = { protocol = \"sasl_ssl\", mechanism = \"OAUTHBEARER\" }",
          "3:53: error: the key 'token' is missing");
    kafka("a certificate without its key",
          "security = { protocol = \"ssl\", certificate = \"/dev/null\" }",
          "3:53: error: the key 'key' is missing");
    kafka("a password in the clear",
          "security = { protocol = \"sasl_plaintext\", mechanism = \"PLAIN\", username = \"u\", "
          "password = \"${keyring:k}\" }",
          "3:53: error: PLAIN would send the password to 'h' where everybody on the way can read "
          "it; use the protocol sasl_ssl");
    kafka("no verification", "security = { protocol = \"ssl\", verify = false }",
          "3:82: warning: with 'verify = false' anybody on the way to the broker can read and "
          "change what comes");
    kafka("a wrong isolation", "isolation = \"read_commited\"",
          "3:54: error: 'read_commited' is not a value of 'isolation'; did you mean "
          "'read_committed'?");
    kafka("a setting that commits", "settings = { \"enable.auto.commit\" = \"true\" }",
          "3:55: error: the setting 'enable.auto.commit' is not allowed here; the nearest that is: "
          "'client.id'");
    kafka("a setting that runs a command", "settings = { \"sasl.kerberos.kinit.cmd\" = \"x\" }",
          "3:55: error: the setting 'sasl.kerberos.kinit.cmd' is not allowed here; the nearest "
          "that is: 'sasl.kerberos.service.name'");
    kafka("a setting that is misspelt", "settings = { \"fetch.max.byte\" = \"1\" }",
          "3:55: error: the setting 'fetch.max.byte' is not allowed here; the nearest that is: "
          "'fetch.max.bytes'");
    kafka("a setting that is no number", "settings = { \"fetch.max.bytes\" = \"1 MB\" }",
          "3:55: error: the setting 'fetch.max.bytes' must be a whole number such as \"1000\"");
    kafka("a setting without quotes", "settings = { fetch.max.bytes = \"1\" }",
          "3:55: error: the name of a setting has dots and stands in quotes: \"fetch.max.bytes\" = "
          "\"1000000\"");
    source("a password among the brokers",
           "kafka = { brokers = \"u:swordfish@h\", topics = [\"t\"] }\n",
           "3:21: error: 'brokers' is hosts and ports; a user and a password belong into "
           "'security'");
    source("no endpoint", "zeromq = { type = \"sub\" }\n",
           "3:10: error: there is no endpoint: 'connect' or 'bind' is missing");
    source("a wrong endpoint", "zeromq = { connect = [\"127.0.0.1:5556\"] }\n",
           "3:23: error: '127.0.0.1:5556' is no endpoint; write tcp://HOST:PORT or ipc://PATH");
    source("an endpoint without a port", "zeromq = { connect = [\"tcp://host\"] }\n",
           "3:23: error: 'tcp://host' needs a host and a port: tcp://HOST:PORT");
    source("connecting to everyone", "zeromq = { connect = [\"tcp://*:5556\"] }\n",
           "3:23: error: 'tcp://*:5556': nothing can connect to every address; use 'bind'");
    source("topics of a pull socket",
           "zeromq = { bind = [\"tcp://127.0.0.1:1\"], type = \"pull\", topics = [\"a\"] }\n",
           "3:66: error: a pull socket has no topics");
    source("listening to the whole network", "zeromq = { bind = [\"tcp://*:1\"] }\n",
           "3:20: error: 'tcp://*:1' lets everybody on the network in: give it 'curve' keys, listen "
           "on 127.0.0.1, or say bind_anywhere = true");
    source("an unknown framing", "zeromq = { connect = [\"tcp://h:1\"], frames = \"topic\" }\n",
           "3:46: error: ");
    source("a key that is none",
           "zeromq = { connect = [\"tcp://h:1\"], curve = { server_key = \"short\" } }\n",
           "3:60: error: 'short' is no CURVE key: 40 characters of Z85");
    source("a secret key in clear",
           "zeromq = { connect = [\"tcp://h:1\"], curve = { server_key = "
           "\"rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\", secret_key = \"x\" } }\n",
           "3:117: error: 'secret_key' must be a reference: ${env:NAME}, ${file:PATH} or "
           "${keyring:KEY}, not the secret itself");
    source("a client without the server's key",
           "zeromq = { connect = [\"tcp://h:1\"], curve = { secret_key = \"${env:HOME}\" } }\n",
           "3:45: error: the key 'server_key' is missing");
    source("a server that lets nobody in",
           "zeromq = { bind = [\"tcp://*:1\"], curve = { secret_key = \"${env:HOME}\" } }\n",
           "3:42: error: 'allowed' must name the public keys of the clients to let in");
    source("a shape nobody knows", "redact = [\"emial\"]\nfile = { paths = [\"/a\"] }\n",
           "3:11: error: 'emial' is no shape that can be redacted; did you mean 'email'? (known: "
           "email, card, jwt, token, key, password, ip)");
    source("a pattern that matches nothing",
           "redact = [{ name = \"x\", pattern = \"a*\" }]\nfile = { paths = [\"/a\"] }\n",
           "3:11: error: 'a*' matches nothing at all, too, and so everywhere");
    row("a wrong rule for all sources",
        "[collector]\nredact = [\"emial\"]\n[[source]]\nname = \"a\"\nfile = { paths = [\"/a\"] }\n",
        "2:1: error: no source is read until these rules are right\n2:11: error: 'emial' is no shape "
        "that can be redacted; did you mean 'email'? (known: email, card, jwt, token, key, "
        "password, ip)");
    source("a relative path", "file = { paths = [\"a.log\"] }\n",
           "3:19: error: 'a.log' is not an absolute path");
    source("an encoding nobody knows", "file = { paths = [\"/a\"], encoding = \"utf8\" }\n",
           "3:37: error: 'utf8' is not a value of 'encoding'; did you mean 'utf-8'?");
    source("a multiline that is no expression",
           "file = { paths = [\"/a\"], multiline = \"([\" }\n",
           "3:38: error: 'multiline' is auto, off, or a regular expression for the first line of an "
           "event; this is none: missing ]: [");
    source("a line limit that is too small", "file = { paths = [\"/a\"], max_line = \"10\" }\n",
           "3:37: error: 'max_line' must be between 1KiB and 32MiB");
    source("an unknown format", "format = \"jsn\"\nfile = { paths = [\"/a\"] }\n",
           "3:10: error: unknown format 'jsn'; did you mean 'json'?");
    source("a wrong retention of its own",
           "retention = { age = \"a day\" }\nfile = { paths = [\"/a\"] }\n",
           "3:21: error: 'a day' is no duration; write for instance 250ms, 10s, 5m, 2h or 7d");
    source("a label that is a number", "labels = { n = 7 }\nfile = { paths = [\"/a\"] }\n",
           "3:16: error: the label 'n' must be a string, not a whole number");
    row("a source without a name", "[[source]]\nfile = { paths = [\"/a\"] }\n",
        "1:1: error: the key 'name' is missing");
    source(
        "a name given twice",
        "file = { paths = [\"/a\"] }\n[[source]]\nname = \"a\"\nfile = { paths = [\"/b\"] }\n",
        "5:8: error: there is a source 'a' in line 2 already; the name is the source's identity");
}

void tst_ConfigProblems::aFaultInWeirTomlIsNamedWithItsPlace()
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

void tst_ConfigProblems::aFaultInAnAlertIsNamedWithItsPlace_data()
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

void tst_ConfigProblems::aFaultInAnAlertIsNamedWithItsPlace()
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

void tst_ConfigProblems::aRuleThatComparesNoCountIsNamedWithItsPlace()
{
    Folder folder;
    folder.write(QStringLiteral("alerts/a.toml"),
                 "[[alert]]\nname = \"slow\"\nwhen = \"> 1\"\nquery = \"a | p95(ms)\"\n");
    QCOMPARE(
        printed(folder.load().problems),
        QStringLiteral("4:9: error: an alert compares 'count' or 'rate' of events, not 'p95(ms)'"));
}

void tst_ConfigProblems::aFaultInADashboardIsNamedWithItsPlace_data()
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

void tst_ConfigProblems::aFaultInADashboardIsNamedWithItsPlace()
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

void tst_ConfigProblems::aFaultInOneSourceLeavesTheOthers()
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

void tst_ConfigProblems::aFaultInOneFileLeavesTheOthers()
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

void tst_ConfigProblems::namesOfRulesAndViewsAreGivenOnce()
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

void tst_ConfigProblems::aFileThatCannotBeReadIsAProblem()
{
    Folder folder;
    QVERIFY(QDir().mkpath(folder.filePath(QStringLiteral("weir.toml"))));
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QStringLiteral("error: this file cannot be read"));
    QVERIFY(all.hasErrors());
}

void tst_ConfigProblems::aProblemIsPrintedAsEditorsReadIt()
{
    ConfigProblem problem{"weir.toml", 3, 7, "no", false};
    QCOMPARE(problem.text(), std::string("weir.toml:3:7: error: no"));
    problem.isWarning = true;
    problem.line = 0;
    QCOMPARE(problem.text(), std::string("weir.toml: warning: no"));
    problem.file.clear();
    QCOMPARE(problem.text(), std::string("warning: no"));
}

void tst_ConfigProblems::damagedFilesAreNeverFatal()
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

QTEST_GUILESS_MAIN(tst_ConfigProblems)
#include "tst_configproblems.moc"
