// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowbyhand.h"
#include "tests/integration/workbench.h"
#include "tests/support/dunst.h"

#include <QApplication>
#include <QDateTime>
#include <QTest>
#include <QWidget>

using namespace weir;
using namespace weir::test;

namespace {

QString link(const char* path)
{
    return QStringLiteral("weir:") + QStringLiteral("//") + QLatin1String(path);
}

QByteArray logLine(int number, const char* level)
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' + level
        + " line " + QByteArray::number(number) + '\n';
}

const auto rules = QByteArrayLiteral(R"([[alert]]
name     = "any line"
query    = "| count every 10s"
when     = "> 1000000"

[[alert]]
name     = "too many errors"
query    = "level:error | count every 2s"
when     = "> 3"
keep_firing = "10m"
severity = "critical"
)");

QByteArray said(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(10'000);
    return process.readAllStandardOutput().trimmed();
}

/// The process whose window has the focus, 0 for none.
qint64 activeProcess()
{
    return said(QStringLiteral("xdotool"),
                {QStringLiteral("getactivewindow"), QStringLiteral("getwindowpid")})
        .toLongLong();
}

} // namespace

/// `weir show` and a click on a notification with the real programs on a desktop: the window opens,
/// or the one that is there comes to the front.
class tst_ShowByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1"); }
    void init();
    void aLinkOpensAWindowAndTheNextOneBringsItToTheFront();
    void aClickOnANotificationShowsItsAlert();
    void cleanup();

private:
    std::vector<qint64> windows() const;
    bool isInDetails(const QString& title);
    bool isInList(const QString& end);
    void show(const char* path) const;

    AccessibleTree m_tree;
    std::unique_ptr<Workbench> m_bench;
};

void tst_ShowByHand::init()
{
    QVERIFY(m_tree.isReady());
    m_bench = std::make_unique<Workbench>();
    QByteArray lines;
    for (int i = 1; i <= 200; ++i)
        lines += logLine(i, "INFO");
    m_bench->write(QStringLiteral("app.log"), lines);
    m_bench->write(QStringLiteral("config/alerts/app.toml"), rules);
    m_bench->configure(QStringLiteral("[[source]]\nname = \"app\"\nfile = { paths = [\"%1\"] }\n")
                           .arg(m_bench->path(QStringLiteral("app.log"))));
    m_bench->startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->count(), 200, 20'000);
}

void tst_ShowByHand::cleanup()
{
    for (const qint64 pid : windows())
        QProcess::execute(QStringLiteral("kill"), {QString::number(pid)});
    QTRY_VERIFY_WITH_TIMEOUT(windows().empty(), 15'000);
    m_bench.reset();
}

/// Of this index.
std::vector<qint64> tst_ShowByHand::windows() const
{
    std::vector<qint64> pids;
    const QByteArray found = said(QStringLiteral("pgrep"),
                                  {QStringLiteral("-f"), QStringLiteral("^[^ ]*weir-console .*")
                                       + m_bench->index()});
    for (const QByteArray& line : found.split('\n')) {
        if (!line.isEmpty())
            pids.push_back(line.toLongLong());
    }
    return pids;
}

/// As the title beside the list.
bool tst_ShowByHand::isInDetails(const QString& title)
{
    return m_tree
        .find(QStringLiteral("weir"),
              [&title](const AccessibleTree::Node& node) {
                  return node.role == QLatin1String("label") && node.name.endsWith(title);
              })
        .has_value();
}

bool tst_ShowByHand::isInList(const QString& end)
{
    const QStringList lines = WindowByHand(m_tree).lines();
    return std::any_of(lines.begin(), lines.end(),
                       [&end](const QString& line) { return line.endsWith(end); });
}

/// As from a terminal, where nobody waits for the window.
void tst_ShowByHand::show(const char* path) const
{
    QProcess::startDetached(QStringLiteral(WEIR_BIN_DIR "/weir"),
                            {QStringLiteral("--config"), m_bench->config(), QStringLiteral("--index"),
                             m_bench->index(), QStringLiteral("show"), link(path)});
}

void tst_ShowByHand::aLinkOpensAWindowAndTheNextOneBringsItToTheFront()
{
    show("event/7");
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), std::size_t{1}, 20'000);
    const qint64 window = windows().front();
    QTRY_VERIFY_WITH_TIMEOUT(isInDetails(QStringLiteral(" line 7")), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isInList(QStringLiteral(" line 7")), 10'000);

    QWidget other;
    other.setWindowTitle(QStringLiteral("Something else"));
    other.resize(1400, 860);
    other.show();
    other.activateWindow();
    // Sent when it is mapped; were it sent later, it would take the focus back.
    QVERIFY(QTest::qWaitForWindowActive(&other, 10'000));
    QTRY_COMPARE_WITH_TIMEOUT(activeProcess(), QCoreApplication::applicationPid(), 10'000);
    show("event/150");
    QTRY_VERIFY_WITH_TIMEOUT(isInDetails(QStringLiteral(" line 150")), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(activeProcess(), window, 10'000);

    said(QStringLiteral("xdotool"),
         {QStringLiteral("getactivewindow"), QStringLiteral("windowminimize")});
    QTRY_VERIFY_WITH_TIMEOUT(activeProcess() != window, 10'000);
    show("alert/too%20many%20errors");
    QTRY_COMPARE_WITH_TIMEOUT(activeProcess(), window, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(isInDetails(QStringLiteral("too many errors")), 20'000);
    QCOMPARE(windows(), std::vector<qint64>{window});
}

void tst_ShowByHand::aClickOnANotificationShowsItsAlert()
{
    dunst({QStringLiteral("close-all")});
    QByteArray errors;
    for (int i = 0; i < 50; ++i)
        errors += logLine(i, "ERROR");
    m_bench->append(QStringLiteral("app.log"), errors);
    QTRY_COMPARE_WITH_TIMEOUT(displayed(), 1, 30'000);
    dunst({QStringLiteral("action"), QStringLiteral("0")});
    QTRY_COMPARE_WITH_TIMEOUT(windows().size(), std::size_t{1}, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isInDetails(QStringLiteral("too many errors")), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(activeProcess(), windows().front(), 10'000);
}

QTEST_MAIN(tst_ShowByHand)
#include "tst_showbyhand.moc"
