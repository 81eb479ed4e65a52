// SPDX-License-Identifier: GPL-3.0-or-later
// What stands over the page: problems, and that the index is read only.
#include "ui/shell/windowbanner.h"

#include <QPushButton>
#include <QTest>

using namespace weir;

namespace {

using Connection = CollectorClient::Connection;
using Level = Banner::Level;

WindowBanner::State stateOf(Connection connection)
{
    WindowBanner::State state;
    state.connection = connection;
    if (connection != Connection::Connected)
        state.reason = QStringLiteral("No collector runs on this index.");
    return state;
}

struct Fixture
{
    Fixture()
    {
        window.resize(900, 80);
        window.show();
    }
    void show(const WindowBanner::State& state) { window.setState(state); }
    bool isShown() const { return window.banner().isVisible(); }
    const Banner::Problem& problem() const { return window.banner().problem(); }
    void close() { QTest::mouseClick(window.findChild<QPushButton*>(), Qt::LeftButton); }

    WindowBanner window;
};

} // namespace

class tst_WindowBanner : public QObject
{
    Q_OBJECT

private slots:
    void readOnlyIsAStateThatIsSaidOnce();
    void aLostCollectorIsAnErrorThatStays();
    void theWorstIsSaid();
    void anExportExpectsNoCollector();
};

void tst_WindowBanner::readOnlyIsAStateThatIsSaidOnce()
{
    Fixture f;
    f.show(stateOf(Connection::None));
    QVERIFY(f.isShown());
    QCOMPARE(f.problem().level, Level::Note);
    QCOMPARE(f.problem().subject, QStringLiteral("Read only"));
    f.close();
    QVERIFY(!f.isShown());
    f.show(stateOf(Connection::None));
    QVERIFY(!f.isShown());
    f.show(stateOf(Connection::Connected));
    f.show(stateOf(Connection::None));
    QVERIFY(f.isShown());
}

void tst_WindowBanner::aLostCollectorIsAnErrorThatStays()
{
    Fixture f;
    f.show(stateOf(Connection::Lost));
    QVERIFY(f.isShown());
    QCOMPARE(f.problem().level, Level::Error);
    QVERIFY(f.problem().button.isEmpty());
    f.show(stateOf(Connection::Connected));
    QVERIFY(!f.isShown());
}

void tst_WindowBanner::theWorstIsSaid()
{
    Fixture f;
    WindowBanner::State state = stateOf(Connection::None);
    state.sessionProblem = QStringLiteral("It was put aside.");
    state.configurationProblem = QStringLiteral("weir.toml:1:1: no key");
    f.show(state);
    QCOMPARE(f.problem().subject, QStringLiteral("Configuration"));
    state.configurationProblem.clear();
    f.show(state);
    QCOMPARE(f.problem().subject, QStringLiteral("Session"));
    f.close();
    QCOMPARE(f.problem().subject, QStringLiteral("Read only"));
    f.close();
    QVERIFY(!f.isShown());
    state.writerError = QStringLiteral("No space left on device");
    f.show(state);
    QCOMPARE(f.problem().level, Level::Error);
}

void tst_WindowBanner::anExportExpectsNoCollector()
{
    Fixture f;
    WindowBanner::State state = stateOf(Connection::None);
    state.isExport = true;
    f.show(state);
    QVERIFY(!f.isShown());
}

QTEST_MAIN(tst_WindowBanner)
#include "tst_windowbanner.moc"
