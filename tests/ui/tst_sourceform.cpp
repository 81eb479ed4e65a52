// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcesdesk.h"

#include "ui/sources/messagelist.h"
#include "ui/sources/probeview.h"
#include "ui/sources/sourceform.h"

#include <QApplication>
#include <QCheckBox>
#include <QWheelEvent>

using namespace weir;
using namespace weir::test;

namespace {

/// The form of the source of Kafka, filled.
void openOrders(OpenSources& open)
{
    open.page.showPlace(QStringLiteral("edit/orders"));
    QTRY_VERIFY(open.field({"kafka", "brokers"}) != nullptr
                && !open.field({"kafka", "brokers"})->text().empty());
}

} // namespace

/// The form that adds and changes sources: what it asks, what it writes, and what a test of it says.
class tst_SourceForm final : public QObject
{
    Q_OBJECT

private slots:
    void theFormShowsWhatItWillWriteAndWritesIt()
    {
        OpenSources open;
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
        QTRY_COMPARE(open.toml(), twoSources + "\n" + shown.toStdString() + "\n");
        QTRY_VERIFY(open.says(QStringLiteral("is saved in weir.toml")));
        QCOMPARE(open.client.sent().back(), std::string("reload"));
        QVERIFY(open.press(QStringLiteral("Undo")));
        QTRY_COMPARE(open.toml(), twoSources);
    }

    void whatIsRareStandsBelowMoreAndIsOpenWhereItIsUsed()
    {
        OpenSources open(twoSources + "\n[[source]]\nname = \"z\"\nredact = [\"email\"]\n"
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
        OpenSources open("[[source]]\nname = \"z\"\n[source.zeromq]\nbind = [\"tcp://127.0.0.1:1\"]\n"
                  "curve = { secret_key = \"${env:PATH}\", allowed = [\"" + key.toStdString()
                  + "\"], server_key = \"" + key.toStdString() + "\" }\n");
        open.page.showPlace(QStringLiteral("edit/z"));
        QTRY_VERIFY(open.says(QStringLiteral("'server_key' is for a client")));
    }

    void aNeededRareFieldOpensMore()
    {
        OpenSources open;
        QVERIFY(open.page.findChild<SourceForm*>() == nullptr); // not before somebody wants it
        openOrders(open);
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
        OpenSources open;
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
        OpenSources open;
        openOrders(open);
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
        OpenSources open;
        open.status.set(statusOf({orders(1)}));
        openOrders(open);
        QCOMPARE(open.field({"kafka", "brokers"})->text(), std::string("localhost:9092"));
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
        QTRY_VERIFY(open.toml() != twoSources);
        QVERIFY(open.toml().starts_with("# mine\n[[source]]\nname = \"orders\" # Kafka\n"));
        QVERIFY(open.toml().find("[source.kafka.security]\nprotocol = \"sasl_ssl\"\n")
                != std::string::npos);
    }

    void whatAnotherChangedMeanwhileIsSaid()
    {
        OpenSources open;
        open.status.set(statusOf({orders(1)}));
        open.page.showPlace(QStringLiteral("edit/syslog"));
        QTRY_VERIFY(open.field({"file", "paths"}) != nullptr);
        open.type({"file", "paths"}, QStringLiteral("/b"));
        const std::string theirs = twoSources.substr(0, twoSources.size() - 1) + " # theirs\n";
        std::ofstream(open.context.config / "weir.toml") << theirs;
        QTRY_VERIFY(open.button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(open.press(QStringLiteral("Save")));
        QTRY_VERIFY(open.says(QStringLiteral("was changed in weir.toml")));
        QCOMPARE(open.toml(), theirs);
    }

    void whatWasTypedIsThereAgainAfterCancel()
    {
        OpenSources open;
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
        OpenSources open;
        openOrders(open);
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
        OpenSources open;
        openOrders(open);
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
        OpenSources open;
        openOrders(open);
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
};

QTEST_MAIN(tst_SourceForm)
#include "tst_sourceform.moc"
