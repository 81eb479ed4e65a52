// SPDX-License-Identifier: GPL-3.0-or-later
// The session's file, and a window that comes back as it was left.
#include "ui/logs/logspage.h"
#include "ui/logs/logstabs.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/models/sessionfile.h"
#include "ui/widgets/banner.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QAction>
#include <QTest>

#include "windowdesk.h"

using namespace weir;
using namespace weir::test;

namespace {

Session someSession()
{
    LogsState list;
    list.query = QStringLiteral("level:error (");
    ListSettings& look = list.list.emplace();
    look.columns = {{"time", 90}, {"host", 0}, {"body", 0}};
    look.timeForm = ListSettings::TimeForm::Delta;
    look.density = ListSettings::Density::Roomy;
    look.wraps = true;
    list.views = {"Payment errors"};
    list.highlights = {"money"};
    list.labels = {{"declined", 4, false}};
    list.panels = "\x01\x00wide";
    LogsState pinned;
    pinned.range = ViewRange{{}, TimeRange{timePointOf(1'000), timePointOf(2'000)}};
    Session session;
    session.geometry = "geometry";
    session.page = QStringLiteral("alerts");
    session.range = {};
    session.logs.tabs = {{QStringLiteral("one"), {list, pinned}, {300, 500}}, {}};
    session.logs.current = 1;
    return session;
}

/// What a window needs; folders outlive several windows, as they do between two starts.
struct Desk : WindowDesk
{
    std::unique_ptr<SessionFile> open() const
    {
        return SessionFile::open(file(QStringLiteral("state")).toStdString(),
                                 file(QStringLiteral("index")).toStdString());
    }
};

} // namespace

class tst_Session : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenIsReadAgain();
    void anyNumberOfTabsThatIsWrittenIsRead();
    void brokenTextsAndNewerVersionsAreRefused_data();
    void brokenTextsAndNewerVersionsAreRefused();
    void anyCutOfAFileIsRefusedOrReadButNeverCrashes();
    void theFileIsOursAloneAndHoldsWhatWasGivenLast();
    void aSecondWindowHasAFileOfItsOwn();
    void aBrokenFileIsKeptAside();
    void aSecondBrokenFileDoesNotReplaceTheFirst();
    void aWindowComesBackAsItWasLeft();
    void aBrokenSessionIsSaidInOneLine();
    void aZoomIsKeptThoughTheWindowClosesAtOnce();
    void theFirstListLooksAsWeirTomlSays();
};

void tst_Session::whatIsWrittenIsReadAgain()
{
    const Session session = someSession();
    const auto read = sessionFromJson(toJson(session));
    QVERIFY(static_cast<bool>(read));
    QVERIFY(*read == session);
}

void tst_Session::anyNumberOfTabsThatIsWrittenIsRead()
{
    const Desk desk;
    Session session = someSession();
    session.logs.tabs.assign(1000, session.logs.tabs.front());
    session.logs.current = 900;
    desk.open()->save(session);
    auto file = desk.open();
    QVERIFY2(file->session() == session, qPrintable(file->problem()));
    session.logs.tabs.resize(5000);
    session.logs.current = 4999;
    file->save(session);
    file.reset();
    file = desk.open();
    QVERIFY2(file->session().has_value(), qPrintable(file->problem()));
    QCOMPARE(file->session()->logs.current + 1, file->session()->logs.tabs.size());
}

void tst_Session::brokenTextsAndNewerVersionsAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isTooNew");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("no object") << QByteArray("[1]") << false;
    QTest::newRow("no version") << QByteArray("{}") << false;
    QTest::newRow("no tabs") << QByteArray(R"({"version":1})") << false;
    QTest::newRow("a number for a page")
        << QByteArray(R"({"version":1,"page":3,"tabs":[{"lists":[{}]}]})") << false;
    QTest::newRow("three lists")
        << QByteArray(R"({"version":1,"tabs":[{"lists":[{},{},{}]}]})") << false;
    QTest::newRow("a tab that is none") << QByteArray(R"({"version":1,"tabs":[7]})") << false;
    QTest::newRow("a colour there is not")
        << QByteArray(R"({"version":1,"tabs":[{"lists":[{"labels":[{"color":99}]}]}]})") << false;
    QTest::newRow("newer") << QByteArray(R"({"version":2,"tabs":"?"})") << true;
}

void tst_Session::brokenTextsAndNewerVersionsAreRefused()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, isTooNew);
    const auto read = sessionFromJson(json);
    QVERIFY(!read);
    QCOMPARE(read.error().code == Error::Code::TooNew, isTooNew);
}

void tst_Session::anyCutOfAFileIsRefusedOrReadButNeverCrashes()
{
    const QByteArray whole = toJson(someSession());
    for (qsizetype length = 0; length < whole.trimmed().size(); ++length)
        QVERIFY(!sessionFromJson(whole.left(length)));
}

void tst_Session::theFileIsOursAloneAndHoldsWhatWasGivenLast()
{
    const Desk desk;
    auto file = desk.open();
    QVERIFY(file != nullptr);
    QVERIFY(!file->session());
    Session session = someSession();
    for (int i = 0; i < 20; ++i) {
        session.logs.tabs.back().name = QString::number(i);
        file->save(session);
    }
    const QString path = QString::fromStdString(file->path().string());
    file.reset(); // as at the end of the program
    QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const auto again = desk.open();
    QVERIFY(again->session() == session);
    QVERIFY(again->problem().isEmpty());
}

void tst_Session::aSecondWindowHasAFileOfItsOwn()
{
    const Desk desk;
    auto first = desk.open();
    auto second = desk.open();
    QVERIFY(first && second);
    QVERIFY(first->path() != second->path());
    Session one = someSession();
    one.page = QStringLiteral("sources");
    first->save(one);
    second->save(someSession());
    const auto firstPath = first->path();
    first.reset();
    second.reset();
    first = desk.open();
    QCOMPARE(first->path(), firstPath);
    QVERIFY(first->session() == one);
}

void tst_Session::aBrokenFileIsKeptAside()
{
    const Desk desk;
    const auto path = QString::fromStdString(desk.open()->path().string());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ not json");
    file.close();
    const auto session = desk.open();
    QVERIFY(!session->session());
    QVERIFY(session->problem().contains(QStringLiteral(".aside")));
    QVERIFY(!QFile::exists(path));
    QFile aside(path + QStringLiteral(".aside"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), QByteArray("{ not json"));
}

void tst_Session::aSecondBrokenFileDoesNotReplaceTheFirst()
{
    const Desk desk;
    const auto path = QString::fromStdString(desk.open()->path().string());
    for (const char* content : {"{ one", "{ two"}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(!desk.open()->session());
    }
    QFile first(path + QStringLiteral(".aside"));
    QFile second(path + QStringLiteral(".aside-2"));
    QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
    QCOMPARE(first.readAll(), QByteArray("{ one"));
    QCOMPARE(second.readAll(), QByteArray("{ two"));
}

void tst_Session::aWindowComesBackAsItWasLeft()
{
    Desk desk;
    QSize size;
    {
        const auto file = desk.open();
        MainWindow window(desk.setup(file.get()));
        window.show();
        window.resize(900, 640);
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.logs().setFocus();
        window.logs().setQuery(QStringLiteral("first"));
        QTest::keyClick(&window.logs().list(), Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(window.tabs().count(), 2);
        window.logs().setQuery(QStringLiteral("second"));
        ListSettings look = window.logs().list().settings();
        look.columns = {{"time", 0}, {"host", 120}, {"body", 0}};
        look.wraps = true;
        window.logs().setListSettings(look);
        window.logs().selection().addLabel("declined", 3);
        QTest::keyClick(&window.logs().list(), Qt::Key_Backslash, Qt::ControlModifier);
        window.showPlace(QStringLiteral("alerts"));
        size = window.size();
        window.close();
    }
    const auto file = desk.open();
    QVERIFY2(file->session().has_value(), qPrintable(file->problem()));
    MainWindow window(desk.setup(file.get()));
    window.show();
    QCOMPARE(window.size(), size);
    QCOMPARE(window.tabs().count(), 2);
    QVERIFY(window.tabs().state() == file->session()->logs);
    const LogsTabsState state = window.tabs().state();
    QCOMPARE(state.current, std::size_t{1});
    QCOMPARE(state.tabs.front().lists.front().query, QStringLiteral("first"));
    QCOMPARE(state.tabs.back().lists.size(), std::size_t{2}); // split
    for (const LogsState& list : state.tabs.back().lists) {
        QCOMPARE(list.query, QStringLiteral("second"));
        QVERIFY(list.list->wraps);
        QCOMPARE(list.list->columns.at(1).field, std::string("host"));
        QCOMPARE(list.list->columns.at(1).width, 120);
        QVERIFY(list.labels == (std::vector<HighlightRule>{{"declined", 3, false}}));
    }
    QVERIFY(!window.tabs().isVisible()); // the page of alerts is in front
    window.showPlace(QStringLiteral("logs"));
    QCOMPARE(window.logs().findChild<QueryEdit*>()->text(), QStringLiteral("second"));
}

void tst_Session::aBrokenSessionIsSaidInOneLine()
{
    Desk desk;
    QFile broken(QString::fromStdString(desk.open()->path().string()));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(R"({"version":99})");
    broken.close();
    const auto file = desk.open();
    MainWindow window(desk.setup(file.get()));
    window.show();
    QCOMPARE(window.tabs().count(), 1);
    const auto banners = window.findChildren<Banner*>();
    const auto said = std::find_if(banners.begin(), banners.end(), [](const Banner* banner) {
        return !banner->isHidden() && banner->problem().text.contains(QStringLiteral("newer version"));
    });
    QVERIFY(said != banners.end());
    emit (*said)->pressed();
    QVERIFY((*said)->isHidden());
}

void tst_Session::aZoomIsKeptThoughTheWindowClosesAtOnce()
{
    Desk desk;
    std::filesystem::create_directories(desk.setup().config);
    {
        MainWindow window(desk.setup());
        window.show();
        window.findChild<QAction*>(QStringLiteral("window.zoomIn"))->trigger();
    }
    QFile toml(desk.folder.filePath(QStringLiteral("config/weir.toml")));
    QVERIFY(toml.open(QIODevice::ReadOnly));
    QVERIFY(toml.readAll().contains("zoom = 110"));
}

void tst_Session::theFirstListLooksAsWeirTomlSays()
{
    Desk desk;
    WindowSetup setup = desk.setup();
    std::filesystem::create_directories(setup.config);
    QFile toml(desk.folder.filePath(QStringLiteral("config/weir.toml")));
    QVERIFY(toml.open(QIODevice::WriteOnly));
    toml.write("[window]\nwrap = true\nzone = \"Asia/Tokyo\"\n");
    toml.close();
    setup.window.wraps = true;
    setup.window.zone = "Asia/Tokyo";
    MainWindow window(setup);
    window.show();
    const auto looksSo = [](LogsPage& page) {
        return page.list().settings().wraps && page.list().settings().zone == "Asia/Tokyo";
    };
    QVERIFY(looksSo(window.logs()));
    window.tabs().addTab({}); // as one that a session or a view left open
    QVERIFY(looksSo(window.logs()));
}

QTEST_MAIN(tst_Session)
#include "tst_session.moc"
