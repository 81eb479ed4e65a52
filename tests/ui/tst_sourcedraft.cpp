// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/formatnames.h"
#include "ui/models/filereplace.h"
#include "ui/models/sourcedraft.h"
#include "ui/models/sourcefile.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace weir;

namespace {

namespace fs = std::filesystem;

SourceDraft kafkaDraft()
{
    return {SourceKind::Kafka,
            {{{"name"}, "orders"},
             {{"kafka", "brokers"}, "kafka-1.internal:9092"},
             {{"kafka", "topics"}, "payments-events\n\n  ^audit-\\d+ "},
             {{"kafka", "start"}, "-15m"}}};
}

/// A folder with a weir.toml.
struct Folder
{
    explicit Folder(const std::string& text)
        : path(folder.path().toStdString())
        , file(path / "weir.toml")
    {
        write(text);
    }

    void write(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
    std::string read() const { return *readTextFile(file); }

    QTemporaryDir folder;
    fs::path path;
    fs::path file;
};

const std::string two = "# mine\n[[source]]\nname = \"a\"\nfile = { paths = [\"/a\"] }\n\n"
                        "# b is new\n[[source]]\nname = \"b\"\nfile = { paths = [\"/b\"] }\n";

std::vector<DraftProblem> problemsOf(const SourceDraft& draft)
{
    return checkBlock(draftBlock(draft), sourceFields(draft.kind), {});
}

/// A CURVE key, as far as its shape goes.
constexpr char key[] = "0123456789abcdefghijklmnopqrstuvwxyzABCD";

TomlPath pathOf(const QString& dotted)
{
    TomlPath path;
    for (const QString& part : dotted.split(QLatin1Char('.')))
        path.push_back(part.toStdString());
    return path;
}

/// A source that is right, in which the field at `path` makes sense.
SourceDraft draftWithAll(SourceKind kind, const TomlPath& path)
{
    SourceDraft draft{kind, {{{"name"}, "x"}}};
    if (kind == SourceKind::File)
        draft.values[{"file", "paths"}] = "/x";
    if (kind == SourceKind::Kafka) {
        draft.values[{"kafka", "brokers"}] = "localhost:9092";
        draft.values[{"kafka", "topics"}] = "t";
    }
    if (path == TomlPath{"kafka", "security", "verify"})
        draft.values[{"kafka", "security", "protocol"}] = "ssl";
    if (kind == SourceKind::ZeroMq)
        draft.values[{"zeromq", "bind"}] = "tcp://127.0.0.1:1";
    if (path == TomlPath{"zeromq", "bind_anywhere"})
        draft.values[{"zeromq", "bind"}] = "tcp://*:1";
    if (path.size() == 3 && path[1] == "curve") {
        draft.values[{"zeromq", "curve", "secret_key"}] = "${env:PATH}";
        draft.values[{"zeromq", "curve", "allowed"}] = key;
    }
    if (path.front() == "schema_registry" && path.back() != "url")
        draft.values[{"schema_registry", "url"}] = "http://localhost:8081";
    if (path == TomlPath{"schemas", "protobuf", "message"})
        draft.values[{"schemas", "protobuf", "file"}] = "/proc/self/exe";
    if (path == TomlPath{"schemas", "protobuf", "file"})
        draft.values[{"schemas", "protobuf", "message"}] = "shop.Order";
    return draft;
}

} // namespace

class tst_SourceDraft final : public QObject
{
    Q_OBJECT

private slots:
    void aKafkaSourceIsWrittenAsAPersonWould()
    {
        QCOMPARE(draftBlock(kafkaDraft()),
                 std::string("[[source]]\nname = \"orders\"\n[source.kafka]\n"
                             "brokers = \"kafka-1.internal:9092\"\n"
                             "topics  = [\"payments-events\", '^audit-\\d+']\n"
                             "start   = \"-15m\"\n"));
        QVERIFY(problemsOf(kafkaDraft()).empty());
    }

    void securityHasATableOfItsOwnAndOnlyWhatApplies()
    {
        SourceDraft draft = kafkaDraft();
        draft.values[{"kafka", "security", "protocol"}] = "sasl_plaintext";
        draft.values[{"kafka", "security", "mechanism"}] = "SCRAM-SHA-512";
        draft.values[{"kafka", "security", "username"}] = "reader";
        draft.values[{"kafka", "security", "password"}] = "${env:ORDERS_PASSWORD}";
        draft.values[{"kafka", "security", "ca"}] = "/typed/before/tls/was/turned/off";
        QVERIFY(draftBlock(draft).ends_with("[source.kafka.security]\n"
                                            "protocol  = \"sasl_plaintext\"\n"
                                            "mechanism = \"SCRAM-SHA-512\"\n"
                                            "username  = \"reader\"\n"
                                            "password  = \"${env:ORDERS_PASSWORD}\"\n"));
    }

    void aShortSourceStandsOnOneLine()
    {
        const SourceDraft zeromq{SourceKind::ZeroMq,
                                 {{{"name"}, "market"},
                                  {{"zeromq", "connect"}, "tcp://127.0.0.1:5556"},
                                  {{"zeromq", "topics"}, "trades."}}};
        QCOMPARE(draftBlock(zeromq),
                 std::string("[[source]]\nname   = \"market\"\nzeromq = { connect = "
                             "[\"tcp://127.0.0.1:5556\"], topics = [\"trades.\"] }\n"));
        QVERIFY(problemsOf(zeromq).empty());
        const SourceDraft file{SourceKind::File,
                               {{{"name"}, "syslog"},
                                {{"file", "paths"}, "/var/log/syslog\n/var/log/app/*.log"},
                                {{"format"}, "json"},
                                {{"labels"}, "env = prod\nzone = \"eu\""}}};
        QCOMPARE(draftBlock(file),
                 std::string("[[source]]\nname   = \"syslog\"\nformat = \"json\"\n"
                             "labels = { env = \"prod\", zone = \"eu\" }\n"
                             "file   = { paths = [\"/var/log/syslog\", \"/var/log/app/*.log\"] }\n"));
        QVERIFY(problemsOf(file).empty());
    }

    void whatIsWrittenIsReadBackForEachKind()
    {
        SourceDraft kafka = kafkaDraft();
        kafka.values[{"kafka", "topics"}] = "payments-events\n^audit-\\d+";
        const SourceDraft zeromq{SourceKind::ZeroMq,
                                 {{{"name"}, "m"},
                                  {{"zeromq", "connect"}, "tcp://a:1\nipc:///x"},
                                  {{"zeromq", "type"}, "pull"},
                                  {{"zeromq", "curve", "server_key"}, "k\"'\\"},
                                  {{"zeromq", "curve", "secret_key"}, "${file:~/k}"}}};
        const SourceDraft file{SourceKind::File,
                               {{{"name"}, "f"},
                                {{"file", "paths"}, "/ä ö/*.log"},
                                {{"labels"}, "a b = c = d"}}};
        for (const SourceDraft& draft : {kafka, zeromq, file}) {
            const auto back = readDraft(two + draftBlock(draft), draft.value({"name"}));
            QVERIFY(back.has_value());
            QVERIFY2(*back == draft, draftBlock(draft).c_str());
            QVERIFY(draftEdits(*back, draft).empty());
        }
    }

    void everyFieldIsWrittenAsTheConfigurationReadsItAndReadBack_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");
        const auto row = [](SourceKind kind, const char* path, const char* text, const char* written) {
            QTest::newRow((kindKey(kind) + ": " + path).c_str())
                << int(kind) << QString::fromUtf8(path) << QString::fromUtf8(text)
                << QString::fromUtf8(written);
        };
        const auto kafka = SourceKind::Kafka;
        const auto zeromq = SourceKind::ZeroMq;
        const auto file = SourceKind::File;
        row(kafka, "kafka.group", "weir", "group = \"weir\"");
        row(kafka, "kafka.isolation", "read_uncommitted", "isolation = \"read_uncommitted\"");
        row(kafka, "kafka.settings", "client.rack = eu-1\nfetch.max.bytes = 1000000",
            "settings = { \"client.rack\" = \"eu-1\", \"fetch.max.bytes\" = \"1000000\" }");
        row(kafka, "kafka.security.verify", "false", "verify = false");
        row(zeromq, "zeromq.bind_anywhere", "true", "bind_anywhere = true");
        row(zeromq, "zeromq.frames", "topic:payload", "frames = \"topic:payload\"");
        row(zeromq, "zeromq.sequence_field", "meta.seq", "sequence_field = \"meta.seq\"");
        row(zeromq, "zeromq.max_message_size", "64MiB", "max_message_size = \"64MiB\"");
        row(zeromq, "zeromq.curve.server", "true", "server = true");
        row(zeromq, "zeromq.curve.allowed", key, "allowed = [\"{key}\"]");
        row(file, "file.encoding", "latin-1", "encoding = \"latin-1\"");
        row(file, "file.multiline", "^\\d{4}-", "multiline = '^\\d{4}-'");
        row(file, "file.max_line", "64KiB", "max_line = \"64KiB\"");
        row(file, "redact", "email\norder = ORD-[0-9]+=?",
            "redact = [\"email\", { name = \"order\", pattern = \"ORD-[0-9]+=?\" }]");
        row(file, "schema_registry.url", "https://r:8081", "url = \"https://r:8081\"");
        row(file, "schema_registry.username", "reader", "username = \"reader\"");
        row(file, "schema_registry.password", "${keyring:registry}",
            "password = \"${keyring:registry}\"");
        row(file, "schema_registry.ca", "/proc/self/exe", "ca = \"/proc/self/exe\"");
        row(file, "schemas.avro", "/proc/self/exe", "avro = \"/proc/self/exe\"");
        row(file, "schemas.protobuf.message", "shop.Order",
            "file = \"/proc/self/exe\" message = \"shop.Order\"");
    }
    void everyFieldIsWrittenAsTheConfigurationReadsItAndReadBack()
    {
        QFETCH(int, kind);
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(QString, written);
        SourceDraft draft = draftWithAll(static_cast<SourceKind>(kind), pathOf(path));
        const SourceDraft before = draft;
        draft.values[pathOf(path)] = text.toStdString();
        const QString block = QString::fromStdString(draftBlock(draft)).simplified();
        written.replace(QStringLiteral("{key}"), QLatin1String(key));
        QVERIFY2(block.contains(written), qPrintable(block));
        for (const DraftProblem& problem : problemsOf(draft))
            QVERIFY2(problem.isWarning, problem.text.c_str());
        const auto back = readDraft(draftBlock(draft), "x");
        QVERIFY(back.has_value());
        QVERIFY2(*back == draft, draftBlock(draft).c_str());

        // The same by an edit, there and back.
        const std::string file = two + "\n" + draftBlock(before);
        const auto changed = editSource(file, "x", draftEdits(before, draft));
        QVERIFY(changed);
        QVERIFY(readDraft(*changed, "x") == draft);
        const auto undone = editSource(*changed, "x", draftEdits(draft, before));
        QVERIFY(undone);
        QVERIFY2(readDraft(*undone, "x") == before, undone->c_str());
        QCOMPARE(*undone, file);
    }

    void numbersAndTruthsAreReadHoweverTheyAreWritten()
    {
        const std::string text =
            "[[source]]\nname = \"x\"\n[source.kafka]\nbrokers = \"b:1\"\ntopics = [\"t\"]\n"
            "[source.kafka.settings]\n\"fetch.max.bytes\" = 1000 # small\n"
            "[source.kafka.security]\nprotocol = \"ssl\"\nverify = false\n";
        const auto before = readDraft(text, "x");
        QVERIFY(before.has_value());
        QCOMPARE(before->value({"kafka", "settings"}), std::string("fetch.max.bytes = 1000"));
        QCOMPARE(before->value({"kafka", "security", "verify"}), std::string("false"));
        SourceDraft after = *before;
        after.values[{"kafka", "settings"}] = "fetch.max.bytes = 1000\nclient.id = weir";
        after.values.erase({"kafka", "security", "verify"});
        const auto changed = editSource(text, "x", draftEdits(*before, after));
        QVERIFY(changed);
        QVERIFY(changed->find("\"fetch.max.bytes\" = 1000 # small\n\"client.id\"       = \"weir\"\n")
                != std::string::npos);
        QVERIFY(changed->ends_with("protocol = \"ssl\"\n"));
    }

    void aWrongValueIsSaidAtEachNewField_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const auto row = [](SourceKind kind, const char* path, const char* text) {
            QTest::newRow((kindKey(kind) + ": " + path).c_str())
                << int(kind) << QString::fromUtf8(path) << QString::fromUtf8(text);
        };
        row(SourceKind::Kafka, "kafka.isolation", "some");
        row(SourceKind::Kafka, "kafka.settings", "client.id = a\nplugin.library.paths = /x.so");
        row(SourceKind::Kafka, "kafka.security.verify", "false"); // a warning
        row(SourceKind::Kafka, "schema_registry.password", "hunter2");
        row(SourceKind::ZeroMq, "zeromq.bind", "tcp://*:5555");
        row(SourceKind::ZeroMq, "zeromq.frames", "odd");
        row(SourceKind::ZeroMq, "zeromq.max_message_size", "big");
        row(SourceKind::ZeroMq, "zeromq.curve.allowed", "short");
        row(SourceKind::ZeroMq, "zeromq.curve.secret_key", "hunter2");
        row(SourceKind::File, "file.encoding", "ebcdic");
        row(SourceKind::File, "file.multiline", "^(");
        row(SourceKind::File, "file.max_line", "1GiB");
        row(SourceKind::File, "redact", "email\nphone");
        row(SourceKind::File, "redact", "order = (");
        row(SourceKind::File, "schema_registry.url", "registry:8081");
        row(SourceKind::File, "schemas.avro", "/not/there.avsc"); // a warning
        row(SourceKind::File, "schemas.protobuf.file", "/not/there.proto");
    }
    void aWrongValueIsSaidAtEachNewField()
    {
        QFETCH(int, kind);
        QFETCH(QString, path);
        QFETCH(QString, text);
        SourceDraft draft = draftWithAll(static_cast<SourceKind>(kind), pathOf(path));
        draft.values[pathOf(path)] = text.toStdString();
        const auto problems = problemsOf(draft);
        QVERIFY2(std::any_of(problems.begin(), problems.end(),
                             [&](const DraftProblem& p) { return p.path == pathOf(path); }),
                 draftBlock(draft).c_str());
    }

    void whichSideOfCurveWeAreDecidesWhatIsAsked()
    {
        SourceDraft draft{SourceKind::ZeroMq,
                          {{{"name"}, "x"},
                           {{"zeromq", "connect"}, "tcp://a:1"},
                           {{"zeromq", "curve", "secret_key"}, "${env:PATH}"}}};
        QCOMPARE(missingFields(draft), (std::vector<TomlPath>{{"zeromq", "curve", "server_key"}}));
        draft.values[{"zeromq", "bind"}] = "tcp://*:2";
        QCOMPARE(missingFields(draft), (std::vector<TomlPath>{{"zeromq", "curve", "allowed"}}));
        draft.values[{"zeromq", "curve", "server"}] = "false";
        draft.values[{"zeromq", "curve", "server_key"}] = key;
        QVERIFY(missingFields(draft).empty());
        QVERIFY(problemsOf(draft).empty());
    }

    void aFormatThatNeedsASchemaAsksForIt()
    {
        SourceDraft draft = kafkaDraft();
        draft.values[{"format"}] = "confluent";
        QCOMPARE(missingFields(draft), (std::vector<TomlPath>{{"schema_registry", "url"}}));
        draft.values[{"format"}] = "protobuf";
        QCOMPARE(missingFields(draft), (std::vector<TomlPath>{{"schemas", "protobuf", "file"}}));
        draft.values[{"schemas", "protobuf", "file"}] = "/x.proto";
        QCOMPARE(missingFields(draft), (std::vector<TomlPath>{{"schemas", "protobuf", "message"}}));
    }

    void everyFormatCanBeChosenOnesOwnFirst()
    {
        const auto choices = formatChoices({"zebra", "apple"});
        QCOMPARE(choices.size(), formatNames().size() + 3);
        QCOMPARE(std::vector<std::string>(choices.begin(), choices.begin() + 3),
                 (std::vector<std::string>{"auto", "apple", "zebra"}));
        QVERIFY(std::is_sorted(choices.begin() + 3, choices.end()));
    }

    void hintsOfSecretsNameTheKeyring()
    {
        for (const SourceKind kind : {SourceKind::Kafka, SourceKind::ZeroMq, SourceKind::File}) {
            for (const SourceField& field : sourceFields(kind))
                QVERIFY(!field.isSecret || field.hint.contains(QLatin1String("${keyring:")));
        }
    }

    void whatIsWrittenThoughItCountsAnywayStays()
    {
        const std::string text = two + "\n[[source]]\nname = \"x\"\n[source.kafka]\n"
                                       "brokers = \"b:1\"\ntopics = [\"t\"]\n"
                                       "[source.kafka.security]\nprotocol = \"plaintext\"\n";
        const auto before = readDraft(text, "x");
        QVERIFY(before.has_value());
        SourceDraft after = *before;
        after.values.erase({"kafka", "security", "protocol"}); // as an editor says it
        after.values[{"kafka", "group"}] = "g";
        const auto changed = editSource(text, "x", draftEdits(*before, after));
        QVERIFY(changed);
        QVERIFY(changed->ends_with("[source.kafka.security]\nprotocol = \"plaintext\"\n"));
    }

    void whatIsWrongIsSaidAtItsField()
    {
        SourceDraft draft = kafkaDraft();
        draft.values[{"kafka", "topics"}] = "a\n^(";
        draft.values[{"kafka", "security", "protocol"}] = "sasl_ssl";
        draft.values[{"kafka", "security", "mechanism"}] = "PLAIN";
        draft.values[{"kafka", "security", "password"}] = "hunter2";
        const auto problems = problemsOf(draft);
        const auto at = [&](const TomlPath& path) {
            return std::count_if(problems.begin(), problems.end(),
                                 [&](const DraftProblem& p) { return p.path == path; });
        };
        QCOMPARE(at({"kafka", "topics"}), 1);
        QCOMPARE(at({"kafka", "security", "password"}), 1);
        QCOMPARE(missingFields({SourceKind::Kafka, {}}).size(), std::size_t{3});
        QCOMPARE(missingFields({SourceKind::ZeroMq, {{{"name"}, "x"}}}).size(), std::size_t{1});
    }

    void onlyWhatWasChangedIsEdited()
    {
        const SourceDraft before = kafkaDraft();
        SourceDraft after = before;
        after.values[{"kafka", "start"}] = "earliest";
        after.values[{"kafka", "security", "protocol"}] = "ssl";
        const std::vector<TomlEdit> edits = draftEdits(before, after);
        QCOMPARE(edits.size(), std::size_t{2});
        QCOMPARE(edits[0], (TomlEdit{{"kafka", "start"}, "\"earliest\""}));
        const auto text = editSource(two + "\n" + draftBlock(before) + "# end\n", "orders", edits);
        QVERIFY(text);
        QVERIFY(text->ends_with("start   = \"earliest\"\n[source.kafka.security]\n"
                                "protocol = \"ssl\"\n# end\n"));
        const auto back = editSource(*text, "orders", draftEdits(after, before));
        QVERIFY(back);
        QCOMPARE(*back, two + "\n" + draftBlock(before) + "# end\n");
    }

    void labelsAreEditedOneByOneHoweverTheyAreWritten()
    {
        const std::string text =
            "[[source]]\nname = \"a\"\nfile.paths = [\"/a\"]\n[source.labels]\nenv = \"x\" # why\n"
            "old = \"y\"\n";
        const auto before = readDraft(text, "a");
        QVERIFY(before.has_value());
        SourceDraft after = *before;
        after.values[{"labels"}] = "env = x\nnew = z";
        const auto changed = editSource(text, "a", draftEdits(*before, after));
        QVERIFY(changed);
        QCOMPARE(*changed, std::string("[[source]]\nname = \"a\"\nfile.paths = [\"/a\"]\n"
                                       "[source.labels]\nenv = \"x\" # why\nnew = \"z\"\n"));
    }

    void aSaveKeepsModeLinkAndEverythingElse()
    {
        Folder folder(two);
        QCOMPARE(chmod(folder.file.c_str(), 0640), 0);
        const fs::path real = folder.path / "dotfiles.toml";
        fs::rename(folder.file, real);
        fs::create_symlink(real, folder.file);
        const auto saved = saveEditedSource(folder.path, "b", sourceBlock(two, "b"),
                                            {{{"format"}, "\"json\""}});
        QVERIFY(saved);
        QVERIFY(fs::is_symlink(folder.file));
        struct stat status{};
        QCOMPARE(stat(real.c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 07777U), 0640);
        QVERIFY(folder.read().starts_with(two.substr(0, two.find("name = \"b\""))));
        QCOMPARE(std::distance(fs::directory_iterator(folder.path), {}), std::ptrdiff_t{2});
        QVERIFY(undoSourceChange(folder.path, *saved));
        QCOMPARE(folder.read(), two);
    }

    void aNewFileIsForItsOwnerOnly()
    {
        Folder folder("");
        const fs::path fresh = folder.path / "not" / "there";
        QVERIFY(saveNewSource(fresh, draftBlock(kafkaDraft())));
        struct stat status{};
        QCOMPARE(stat((fresh / "weir.toml").c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 07777U), 0600);
    }

    void whatSomebodyElseChangedIsNeverOverwritten()
    {
        Folder folder(two);
        // Elsewhere in the file: both changes stand.
        folder.write(two + "[collector]\nbackground = true\n");
        QVERIFY(saveEditedSource(folder.path, "a", sourceBlock(two, "a"), {{{"format"}, "\"text\""}}));
        QVERIFY(folder.read().ends_with("background = true\n"));
        // The same source: it is said.
        const auto refused =
            saveEditedSource(folder.path, "a", sourceBlock(two, "a"), {{{"format"}, "\"json\""}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Error::Code::Busy);
        QVERIFY(folder.read().find("json") == std::string::npos);
        QCOMPARE(replaceTextFile(folder.file, two, "").error().code, Error::Code::Busy);
    }

    void aSourceThatWasTakenOutComesBack()
    {
        Folder folder(two);
        auto change = takeOutSource(folder.path, "a");
        QVERIFY(change);
        QVERIFY(folder.read().find("\"/a\"") == std::string::npos);
        QVERIFY(undoSourceChange(folder.path, *change));
        QCOMPARE(folder.read(), two);

        change = takeOutSource(folder.path, "a");
        QVERIFY(change);
        folder.write(folder.read() + "# somebody was here\n");
        QVERIFY(undoSourceChange(folder.path, *change));
        QVERIFY(folder.read().find("# somebody was here\n") != std::string::npos);
        QVERIFY(folder.read().ends_with(sourceBlock(two, "a")));
    }

    void aFolderThatCannotBeWrittenIsSaid()
    {
        const auto refused = saveNewSource("/proc/none", draftBlock(kafkaDraft()));
        QVERIFY(!refused);
    }
};

QTEST_GUILESS_MAIN(tst_SourceDraft)
#include "tst_sourcedraft.moc"
