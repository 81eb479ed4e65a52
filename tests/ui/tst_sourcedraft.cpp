// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filereplace.h"
#include "ui/models/sourcedraft.h"
#include "ui/models/sourcefile.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

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
                                  {{"zeromq", "bind"}, "tcp://*:1\nipc:///x"},
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
