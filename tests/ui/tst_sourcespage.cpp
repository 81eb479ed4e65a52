// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filereplace.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/visiblerange.h"
#include "ui/sources/clusterbrowser.h"
#include "ui/widgets/firstrun.h"
#include "ui/sources/messagelist.h"
#include "ui/sources/positionaction.h"
#include "ui/sources/probeview.h"
#include "ui/sources/sourcefieldeditor.h"
#include "ui/sources/sourceform.h"
#include "ui/sources/sourcelist.h"
#include "ui/sources/sourcespage.h"
#include "ui/sources/tomlview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QWheelEvent>

#include <fstream>

#include "windowparts.h"
#include "fakeprobe.h"

using namespace weir;
using namespace weir::test;

namespace {

const std::string file = "# mine\n[[source]]\nname = \"orders\" # Kafka\n[source.kafka]\n"
                         "brokers = \"localhost:9092\"\ntopics = [\"orders\"]\n\n"
                         "[[source]]\nname = \"syslog\"\nfile = { paths = [\"/a\"] }\n";

struct Parts
{
    QTemporaryDir folder;
    FakeProbe probe;
};
struct Shared : Parts, WindowParts
{
    explicit Shared(const std::string& toml = file)
        : WindowParts(folder.path().toStdString() + "/index",
                      folder.path().toStdString() + "/config", &probe)
    {
        std::filesystem::create_directories(context.config);
        std::ofstream(context.config / "weir.toml", std::ios::binary) << toml;
    }

    std::string toml() const { return *readTextFile(context.config / "weir.toml"); }
};

/// A page in a window of its own.
struct Open : Shared
{
    explicit Open(const std::string& toml = file)
        : Shared(toml)
        , page(context)
    {
        theme.setMode(Theme::Mode::Dark);
        page.resize(1200, 760);
        page.show();
    }

    QPushButton* button(const QString& text) const
    {
        for (auto* found : page.findChildren<QPushButton*>()) {
            if (found->text() == text && found->isVisible())
                return found;
        }
        return nullptr;
    }
    bool press(const QString& text) const
    {
        QPushButton* found = button(text);
        if (found == nullptr || !found->isEnabled())
            return false;
        QTest::mouseClick(found, Qt::LeftButton);
        return true;
    }
    SourceFieldEditor* field(const TomlPath& path) const
    {
        for (auto* editor : page.findChildren<SourceFieldEditor*>()) {
            if (editor->field().path == path && editor->isVisible())
                return editor;
        }
        return nullptr;
    }
    void type(const TomlPath& path, const QString& text) const
    {
        SourceFieldEditor* editor = field(path);
        QVERIFY(editor != nullptr);
        editor->focusInput();
        if (auto* line = editor->findChild<QLineEdit*>())
            line->setText(text);
        else if (auto* lines = editor->findChild<QPlainTextEdit*>())
            lines->setPlainText(text);
    }
    void choose(const TomlPath& path, const QString& text) const
    {
        QVERIFY(field(path) != nullptr);
        field(path)->findChild<QComboBox*>()->setCurrentText(text);
    }
    QString shownToml() const
    {
        for (const auto* view : page.findChildren<TomlView*>()) {
            if (view->isVisible())
                return view->toPlainText();
        }
        return {};
    }
    bool says(const QString& text) const
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(text);
        });
    }
    QTreeView* tree() const
    {
        for (auto* view : page.findChildren<QTreeView*>()) {
            if (view->accessibleName() == QStringLiteral("Sources"))
                return view;
        }
        return nullptr;
    }
    SourceList* list(const QString& name) const
    {
        for (auto* view : page.findChildren<SourceList*>()) {
            if (view->accessibleName() == name)
                return view;
        }
        return nullptr;
    }

    SourcesPage page;
};

SourceStatus orders(int partitions, std::int64_t next = 100)
{
    SourceStatus source;
    source.name = "orders";
    source.kind = "kafka";
    source.state = SourceState::Live;
    source.eventsPerSecond = 12480;
    source.lag = 3;
    for (int i = 0; i < partitions; ++i) {
        PositionStatus position;
        position.topic = "payments-events";
        position.partition = i;
        position.next = next * (i + 1);
        position.end = next * (i + 1) + 1;
        source.positions.push_back(position);
    }
    GapStatus gap;
    gap.topic = "payments-events";
    gap.partition = 1;
    gap.from = 17;
    gap.to = 21;
    gap.count = 5;
    gap.reason = "retention";
    source.gaps = {gap};
    return source;
}

Status statusOf(std::vector<SourceStatus> sources)
{
    Status status;
    status.sources = std::move(sources);
    return status;
}

} // namespace

class tst_SourcesPage final : public QObject
{
    Q_OBJECT

private slots:
    void withoutASourceThereAreWaysOn()
    {
        Open open;
        open.status.set(statusOf({}));
        QVERIFY(open.page.findChild<FirstRun*>()->isVisible());
        QTest::mouseClick(open.page.findChild<FirstRun*>()->findChild<QPushButton*>(),
                          Qt::LeftButton);
        QVERIFY(open.page.findChild<SourceForm*>()->isVisible());
    }

    void whatIsSelectedAndOpenedStaysWhileStatusesCome()
    {
        Open open;
        open.status.set(statusOf({orders(4)}));
        QTreeView* tree = open.tree();
        tree->expandAll();
        const QModelIndex topic = tree->model()->index(0, 0, tree->model()->index(0, 0));
        tree->setCurrentIndex(tree->model()->index(2, 0, topic));
        QTRY_VERIFY(open.says(QStringLiteral("payments-events / 2")));
        SourceStatus another;
        another.name = "another";
        another.kind = "file";
        for (int i = 1; i < 20; ++i)
            open.status.set(statusOf({another, orders(6, 100 + i)}));
        QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("partition 2"));
        QVERIFY(tree->isExpanded(tree->currentIndex().parent()));
        QTRY_VERIFY(open.says(QStringLiteral("payments-events / 2")));
        open.status.set(statusOf({another}));
        QTRY_VERIFY(open.says(QStringLiteral("another")));
    }

    void hundredsOfPartitionsAreShownWithoutAStall()
    {
        Open open;
        open.status.set(statusOf({orders(500)}));
        open.tree()->expandAll();
        qint64 longest = 0;
        for (int i = 1; i < 20; ++i) {
            QElapsedTimer timer;
            timer.start();
            open.status.set(statusOf({orders(500, 100 + i)}));
            open.page.grab();
            longest = std::max(longest, timer.elapsed());
        }
        qInfo("%lld ms for a status of 500 partitions with its picture",
              static_cast<long long>(longest));
        QVERIFY(longest < 200);
    }

    void aRewindIsSentAndItsAnswerStandsThere()
    {
        Open open;
        open.status.set(statusOf({orders(2)}));
        auto* action = open.page.findChild<PositionAction*>();
        action->open(PositionAction::What::Rewind, {"orders", "payments-events", 1, 5});
        action->findChild<QComboBox*>()->setCurrentText(QStringLiteral("-1h"));
        QVERIFY(open.press(QStringLiteral("Rewind")));
        QCOMPARE(open.client.sent().back(), std::string("rewind"));
        const auto& arguments = open.client.arguments();
        QCOMPARE(arguments.at("to"), std::string("-1h"));
        QCOMPARE(arguments.at("topic"), std::string("payments-events"));
        QCOMPARE(arguments.at("partition"), std::string("1"));
        open.client.answer(Error{Error::Code::InvalidInput, {}, "there is no such partition"});
        QTRY_VERIFY(open.says(QStringLiteral("there is no such partition")));
        QVERIFY(action->isVisible());
    }

    void onlyKafkaIsRewound()
    {
        Open open;
        SourceStatus syslog;
        syslog.name = "syslog";
        syslog.kind = "file";
        open.status.set(statusOf({orders(2), syslog}));
        QVERIFY(open.button(QStringLiteral("Rewind ▾")) != nullptr);
        open.tree()->setCurrentIndex(open.tree()->model()->index(1, 0));
        QTRY_VERIFY(open.button(QStringLiteral("Rewind ▾")) == nullptr);
    }

    void aRewindNeedsAPlaceAndASkipNone()
    {
        Open open;
        open.status.set(statusOf({orders(2)}));
        auto* action = open.page.findChild<PositionAction*>();
        action->open(PositionAction::What::Rewind, {"orders", {}, -1, {}});
        action->findChild<QComboBox*>()->setCurrentText({});
        QVERIFY(open.press(QStringLiteral("Rewind")));
        QVERIFY(open.client.sent().empty());
        action->open(PositionAction::What::Skip, {"orders", "payments-events", 0, 100});
        QVERIFY(open.press(QStringLiteral("Skip")));
        QCOMPARE(open.client.sent().back(), std::string("skip"));
        QVERIFY(!open.client.arguments().contains("to"));
        open.client.answer(std::string());
        QTRY_VERIFY(open.says(QStringLiteral("recorded as a gap")));
    }

    void theFormShowsWhatItWillWriteAndWritesIt()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Add a source")));
        QVERIFY(open.press(QStringLiteral("File")));
        open.type({"name"}, QStringLiteral("app"));
        open.type({"file", "paths"}, QStringLiteral("/var/log/app/*.log"));
        QCOMPARE(open.shownToml(),
                 QStringLiteral("[[source]]\nname = \"app\"\nfile = { paths = "
                                "[\"/var/log/app/*.log\"] }"));
        const QString shown = open.shownToml();
        QTRY_VERIFY(open.button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(open.press(QStringLiteral("Save")));
        QTRY_COMPARE(open.toml(), file + "\n" + shown.toStdString() + "\n");
        QTRY_VERIFY(open.says(QStringLiteral("is saved in weir.toml")));
        QCOMPARE(open.client.sent().back(), std::string("reload"));
        QVERIFY(open.press(QStringLiteral("Undo")));
        QTRY_COMPARE(open.toml(), file);
    }

    void whatIsRareStandsBelowMoreAndIsOpenWhereItIsUsed()
    {
        Open open(file + "\n[[source]]\nname = \"z\"\nredact = [\"email\"]\n"
                         "zeromq = { bind = [\"tcp://127.0.0.1:1\"] }\n");
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr);
        QVERIFY(open.field({"kafka", "group"}) == nullptr);
        QVERIFY(open.press(QStringLiteral("▸ More")));
        QVERIFY(open.field({"kafka", "group"}) != nullptr);
        QVERIFY(open.press(QStringLiteral("▾ Less")));
        QVERIFY(open.field({"kafka", "group"}) == nullptr);
        open.page.showPlace(QStringLiteral("edit/z"));
        QTRY_VERIFY(open.field({"redact"}) != nullptr);
        QCOMPARE(open.field({"redact"})->text(), std::string("email"));
    }

    void aFaultInWhatIsNotAskedIsSaidToo()
    {
        const QString key = QStringLiteral("k").repeated(40);
        Open open("[[source]]\nname = \"z\"\n[source.zeromq]\nbind = [\"tcp://127.0.0.1:1\"]\n"
                  "curve = { secret_key = \"${env:PATH}\", allowed = [\"" + key.toStdString()
                  + "\"], server_key = \"" + key.toStdString() + "\" }\n");
        open.page.showPlace(QStringLiteral("edit/z"));
        QTRY_VERIFY(open.says(QStringLiteral("'server_key' is for a client")));
    }

    void aNeededRareFieldOpensMore()
    {
        Open open;
        QVERIFY(open.page.findChild<SourceForm*>() != nullptr);
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && !open.field({"kafka", "brokers"})->text().empty());
        open.choose({"format"}, QStringLiteral("confluent"));
        QVERIFY(open.field({"schema_registry", "url"}) == nullptr);
        QVERIFY(open.press(QStringLiteral("Save")));
        QVERIFY(open.field({"schema_registry", "url"}) != nullptr);
        QVERIFY(open.says(QStringLiteral("This is needed.")));
        open.type({"schema_registry", "url"}, QStringLiteral("http://localhost:8081"));
        QTRY_VERIFY(open.button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(open.press(QStringLiteral("Save")));
        QTRY_VERIFY(open.toml().find("url = \"http://localhost:8081\"") != std::string::npos);
    }

    void aCheckBoxWritesATruth()
    {
        Open open;
        open.page.showPlace(QStringLiteral("add/zeromq"));
        QTRY_VERIFY(open.field({"zeromq", "bind"}) != nullptr);
        QVERIFY(open.field({"zeromq", "bind_anywhere"}) == nullptr);
        open.type({"zeromq", "bind"}, QStringLiteral("tcp://*:5555"));
        QVERIFY(open.field({"zeromq", "bind_anywhere"}) != nullptr);
        QTRY_VERIFY(open.says(QStringLiteral("lets everybody on the network in")));
        auto* box = open.field({"zeromq", "bind_anywhere"})->findChild<QCheckBox*>();
        box->click();
        QVERIFY(open.shownToml().contains(QStringLiteral("bind_anywhere = true")));
        QTRY_VERIFY(!open.says(QStringLiteral("lets everybody on the network in")));
        box->click();
        QVERIFY(!open.shownToml().contains(QStringLiteral("bind_anywhere")));
    }

    void scrollingTheFormChangesNothing()
    {
        Open open;
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && !open.field({"kafka", "brokers"})->text().empty());
        auto* choice = open.field({"kafka", "start"})->findChild<QComboBox*>();
        choice->setFocus();
        const QPointF middle = choice->rect().center();
        QWheelEvent wheel(middle, choice->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(choice, &wheel);
        QCOMPARE(choice->currentText(), QStringLiteral("latest"));
    }

    void aSourceIsChangedInItsPlace()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && open.field({"kafka", "brokers"})->text() == "localhost:9092");
        QVERIFY(!open.button(QStringLiteral("Save"))->isEnabled());
        open.choose({"kafka", "security", "protocol"}, QStringLiteral("sasl_ssl"));
        QVERIFY(open.field({"kafka", "security", "ca"}) != nullptr);
        open.choose({"kafka", "security", "mechanism"}, QStringLiteral("PLAIN"));
        open.type({"kafka", "security", "username"}, QStringLiteral("reader"));
        open.type({"kafka", "security", "password"}, QStringLiteral("hunter2"));
        QTRY_VERIFY(open.says(QStringLiteral("not the secret itself")));
        QVERIFY(!open.button(QStringLiteral("Save"))->isEnabled());
        open.type({"kafka", "security", "password"}, QStringLiteral("${env:PATH}"));
        QTRY_VERIFY(open.button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(open.press(QStringLiteral("Save")));
        QTRY_VERIFY(open.toml() != file);
        QVERIFY(open.toml().starts_with("# mine\n[[source]]\nname = \"orders\" # Kafka\n"));
        QVERIFY(open.toml().find("[source.kafka.security]\nprotocol = \"sasl_ssl\"\n")
                != std::string::npos);
    }

    void whatAnotherChangedMeanwhileIsSaid()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        open.page.showPlace(QStringLiteral("edit/syslog"));
        QTRY_VERIFY(open.field({"file", "paths"}) != nullptr);
        open.type({"file", "paths"}, QStringLiteral("/b"));
        const std::string theirs = file.substr(0, file.size() - 1) + " # theirs\n";
        std::ofstream(open.context.config / "weir.toml") << theirs;
        QTRY_VERIFY(open.button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(open.press(QStringLiteral("Save")));
        QTRY_VERIFY(open.says(QStringLiteral("was changed in weir.toml")) || open.toml() != theirs);
        if (open.toml() != theirs) // a comment behind the last value belongs to the line
            QVERIFY(open.toml().find("# theirs") != std::string::npos);
    }

    void whatWasTypedIsThereAgainAfterCancel()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Add a source")));
        QTRY_VERIFY(open.field({"name"}) != nullptr);
        open.type({"name"}, QStringLiteral("new"));
        QTRY_VERIFY(open.page.findChild<SourceForm*>()->isDirty());
        QVERIFY(open.press(QStringLiteral("Cancel")));
        QVERIFY(open.press(QStringLiteral("Back to the form")));
        QCOMPARE(open.field({"name"})->text(), std::string("new"));
    }

    void aTestSaysStepByStepWhatIsRightAndWrong()
    {
        Open open;
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && !open.field({"kafka", "brokers"})->text().empty());
        QVERIFY(open.press(QStringLiteral("Test connection")));
        QCOMPARE(open.probe.questions.size(), std::size_t{1});
        QCOMPARE(open.probe.questions[0].arguments,
                 QStringList({QStringLiteral("test"), QStringLiteral("-")}));
        QVERIFY(open.probe.questions[0].input.contains("brokers = \"localhost:9092\""));
        FakeRun* run = open.probe.questions[0].run;
        run->say(QStringLiteral("{'step':'connect','ok':true,'text':'localhost answered in 4 ms.'}"));
        run->say(QStringLiteral("{'step':'topic','ok':false,'text':'There is no topic orders.'}"));
        run->say(QStringLiteral("{'message':{'topic':'t','offset':7,'text':'<img src=x>',"
                                "'format':'json','refused':[{'format':'otlp','reason':'no'}]}}"));
        run->say(QStringLiteral("{'result':{'ok':false,'text':'The topic is missing.'}}"));
        run->end();
        QTRY_VERIFY(open.says(QStringLiteral("localhost answered in 4 ms.")));
        QTRY_VERIFY(open.says(QStringLiteral("There is no topic orders.")));
        QTRY_VERIFY(open.says(QStringLiteral("The topic is missing.")));
        const auto* messages = open.page.findChild<SourceForm*>()->findChild<MessageList*>();
        QCOMPARE(messages->count(), 1);
        QCOMPARE(messages->model()->rowCount(messages->model()->index(0, 0)), 1);
        QVERIFY(open.button(QStringLiteral("Test connection"))->isEnabled());
    }

    void aSlowTestShowsThatItGoesOnAndIsCancelled()
    {
        Open open;
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && !open.field({"kafka", "brokers"})->text().empty());
        QVERIFY(open.press(QStringLiteral("Test connection")));
        QVERIFY(!open.says(QStringLiteral("Asking…")));
        QTRY_VERIFY(open.says(QStringLiteral("Asking…")));
        auto* view = open.page.findChild<SourceForm*>()->findChild<ProbeView*>();
        QTest::mouseClick(view->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY(open.probe.questions[0].run.isNull());
        QTRY_VERIFY(open.says(QStringLiteral("Cancelled.")));
    }

    void garbageAndACrashAreSaidInWords()
    {
        Open open;
        open.page.showPlace(QStringLiteral("edit/orders"));
        QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                    && !open.field({"kafka", "brokers"})->text().empty());
        QVERIFY(open.press(QStringLiteral("Test connection")));
        open.probe.questions.back().run->say(QStringLiteral("Segmentation fault"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("could not be understood: Segmentation fault")));
        QVERIFY(open.press(QStringLiteral("Test connection")));
        open.probe.questions.back().run->end(QStringLiteral("It was stopped."));
        QTRY_VERIFY(open.says(QStringLiteral("It was stopped.")));
        QVERIFY(open.press(QStringLiteral("Test connection")));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("There was no answer.")));
    }

    void nineThousandTopicsAreFilteredWithoutAStall()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        QString line = QStringLiteral("{'cluster':'c','brokers':[],'topics':[");
        for (int i = 0; i < 9000; ++i)
            line += (i > 0 ? QStringLiteral(",") : QString())
                + QStringLiteral("{'name':'topic-%1','partitions':3}").arg(i);
        QElapsedTimer timer;
        SourceList* topics = open.list(QStringLiteral("Topics"));
        qint64 taken = 0;
        connect(topics->model(), &QAbstractItemModel::modelAboutToBeReset, &open.page,
                [&] { timer.start(); });
        connect(topics->model(), &QAbstractItemModel::modelReset, &open.page,
                [&] { taken = timer.elapsed(); });
        open.probe.questions[0].run->say(line + QStringLiteral("]}"));
        open.probe.questions[0].run->end();
        QTRY_COMPARE(topics->shown(), 9000);
        open.page.grab();
        qInfo("%lld ms to take them over, %lld ms to show 9,000 topics", static_cast<long long>(taken),
              static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 200);
        timer.start();
        topics->setFilter(QStringLiteral("PIC-899"));
        qInfo("%lld ms to filter them", static_cast<long long>(timer.elapsed()));
        QCOMPARE(topics->shown(), 11);
    }

    void whatOneClusterSaidIsNotShownAsAnothers()
    {
        Open open;
        SourceStatus other = orders(1);
        other.name = "audit";
        open.status.set(statusOf({orders(1), other}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        open.probe.questions[0].run->say(
            QStringLiteral("{'cluster':'mine','topics':[{'name':'orders','partitions':2}]}"));
        open.probe.questions[0].run->end();
        QTRY_VERIFY(open.says(QStringLiteral("cluster mine")));
        open.page.findChild<ClusterBrowser*>()->choose(QStringLiteral("audit"));
        QCOMPARE(open.list(QStringLiteral("Topics"))->model()->rowCount(), 0);
        QVERIFY(!open.says(QStringLiteral("cluster mine")));
        QCOMPARE(open.probe.questions.size(), std::size_t{2});
    }

    void aTopicIsLookedAtAndPeekedInto()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QTRY_COMPARE(open.probe.questions.size(), std::size_t{1});
        open.probe.questions[0].run->say(QStringLiteral(
            "{'cluster':'c','brokers':[{'id':1,'host':'h','port':9092}],"
            "'topics':[{'name':'orders','partitions':2},{'name':'__internal','internal':true}]}"));
        open.probe.questions[0].run->end();
        SourceList* topics = open.list(QStringLiteral("Topics"));
        topics->setCurrentIndex(topics->model()->index(0, 0));
        QCOMPARE(open.probe.questions.back().arguments,
                 QStringList({QStringLiteral("topics"), QStringLiteral("orders"),
                              QStringLiteral("orders")}));
        open.probe.questions.back().run->say(QStringLiteral(
            "{'topic':'orders','partitions':[{'partition':0,'leader':1,'replicas':3,'in_sync':3,"
            "'start':10,'end':110},{'partition':1,'leader':2,'replicas':3,'in_sync':2,'start':0,"
            "'end':5}],'config':[{'name':'retention.ms','value':'604800000','default':false}]}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("7\u00a0d")));
        QTRY_VERIFY(open.says(QStringLiteral("up to 105")));
        QVERIFY(open.press(QStringLiteral("Peek")));
        QCOMPARE(open.probe.questions.back().arguments.first(), QStringLiteral("peek"));
        QVERIFY(open.probe.questions.back().arguments.contains(QStringLiteral("--from=-15m")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'message':{'offset':100,'text':'hello','format':'text'}}"));
        open.probe.questions.back().run->say(QStringLiteral("{'result':{'ok':true,'text':''}}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("1 message")));
        QVERIFY(open.press(QStringLiteral("Consumer groups")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'error':'The user may not list groups.'}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("The user may not list groups.")));
    }

    void aGroupShowsHowFarItIsBehind()
    {
        Open open;
        open.status.set(statusOf({orders(1)}));
        QVERIFY(open.press(QStringLiteral("Cluster browser")));
        QVERIFY(open.press(QStringLiteral("Consumer groups")));
        open.probe.questions.back().run->say(
            QStringLiteral("{'groups':[{'name':'billing','state':'Stable','members':2}]}"));
        open.probe.questions.back().run->end();
        SourceList* groups = nullptr;
        for (auto* view : open.page.findChildren<SourceList*>()) {
            if (view->accessibleName() == QStringLiteral("Consumer groups"))
                groups = view;
        }
        groups->setCurrentIndex(groups->model()->index(0, 0));
        open.probe.questions.back().run->say(QStringLiteral(
            "{'group':'billing','state':'Stable','members':[{'id':'x','client':'b','host':'h'}],"
            "'partitions':[{'topic':'t','partition':0,'committed':10,'end':20,'lag':10,"
            "'lag_seconds':3.5}]}"));
        open.probe.questions.back().run->end();
        QTRY_VERIFY(open.says(QStringLiteral("10 records")));
    }

    void gapsStandInAListOfTheirOwn()
    {
        Open open;
        open.status.set(statusOf({orders(2)}));
        QVERIFY(open.press(QStringLiteral("Gaps · 1")));
        SourceList* gaps = open.list(QStringLiteral("Gaps"));
        QCOMPARE(gaps->shown(), 1);
        QCOMPARE(gaps->model()->index(0, 2).data().toString(), QStringLiteral("retention"));
    }

    void aTakenOutSourceComesBackByUndo()
    {
        Open open;
        SourceStatus syslog;
        syslog.name = "syslog";
        syslog.kind = "file";
        open.status.set(statusOf({syslog}));
        QTRY_VERIFY(open.button(QStringLiteral("Edit")) != nullptr
                    && open.button(QStringLiteral("Edit"))->isEnabled());
        for (auto* action : open.page.findChildren<QAction*>()) {
            if (action->text() == QStringLiteral("Take it out of weir.toml"))
                action->trigger();
        }
        QTRY_VERIFY(open.says(QStringLiteral("was taken out of weir.toml")));
        QVERIFY(open.toml().find("syslog") == std::string::npos);
        // A folder in its place cannot be written; then it is tried again.
        const auto toml = open.context.config / "weir.toml";
        std::filesystem::rename(toml, open.context.config / "aside");
        std::filesystem::create_directories(toml / "x");
        QVERIFY(open.press(QStringLiteral("Undo")));
        QTRY_VERIFY(open.says(QStringLiteral("It could not be undone")));
        std::filesystem::remove_all(toml);
        std::filesystem::rename(open.context.config / "aside", toml);
        QVERIFY(open.press(QStringLiteral("Try again")));
        QTRY_COMPARE(open.toml(), file);
    }

    void everythingThatTakesFocusHasAName()
    {
        Open open;
        open.status.set(statusOf({orders(2)}));
        for (const char* place : {"", "cluster", "gaps", "add", "add/zeromq", "add/file"}) {
            open.page.showPlace(QString::fromLatin1(place));
            for (const auto* widget : open.page.findChildren<QWidget*>()) {
                if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus
                    || qobject_cast<const QLabel*>(widget) != nullptr
                    || widget->inherits("QScrollArea") || widget->parentWidget()->inherits("QComboBox")
                    || widget->focusProxy() != nullptr || widget->inherits("QTabBar")
                    || widget->objectName().startsWith(QStringLiteral("qt_")))
                    continue;
                const auto* button = qobject_cast<const QAbstractButton*>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty()
                             || (button != nullptr && !button->text().isEmpty()),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className())
                                    + QLatin1String(" on ") + QLatin1String(place)));
            }
        }
    }

    void textOfAStreamIsPlainEverywhere()
    {
        Open open;
        SourceStatus source = orders(1);
        source.name = "<b>x</b>";
        source.lastError = "<img src=\"file:///dev/zero\">\x1b[31m";
        source.state = SourceState::Retrying;
        source.note = source.lastError;
        open.status.set(statusOf({source}));
        int labels = 0;
        for (const auto* label : open.page.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->text().contains(QChar(0x1b)));
            ++labels;
        }
        QVERIFY(labels > 20);
    }
};

QTEST_MAIN(tst_SourcesPage)
#include "tst_sourcespage.moc"
