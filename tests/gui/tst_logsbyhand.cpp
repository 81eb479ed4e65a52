// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowbyhand.h"

#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

using namespace weir::test;

/// The log page as a person works with it, in the real program on a desktop: filter by a facet, pause
/// by scrolling, copy a line, open the trace, save a view, restart, find it again.
class tst_LogsByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aMorningWithTheLogs();

private:
    void makeIndex();
    QStringList arguments() const;
    QString file(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    AccessibleTree m_tree;
};

namespace {

constexpr int events = 4000;
/// The first value of the first field, from the panel's left upper corner.
constexpr QPoint firstFacet(60, 68);

/// Three of five are errors of payments; ten events share a trace.
QByteArray eventLine(int n, const QDateTime& time)
{
    const bool isError = n % 5 < 3;
    return QStringLiteral(
               "{\"time\":\"%1\",\"level\":\"%2\",\"service\":\"%3\",\"message\":\"%4 %5\","
               "\"trace_id\":\"4bf92f3577b34da6a3ce929d%6\"}\n")
        .arg(time.toString(Qt::ISODateWithMs),
             isError ? QStringLiteral("error") : QStringLiteral("info"),
             isError ? QStringLiteral("payments") : QStringLiteral("gateway"),
             isError ? QStringLiteral("card declined for user") : QStringLiteral("served request"),
             QString::number(n), QString::number(n / 10).rightJustified(8, QLatin1Char('0')))
        .toUtf8();
}

bool isPaused(const AccessibleTree::Node& node)
{
    return node.name.startsWith(QLatin1String("Time range: Paused"));
}

bool allContain(const QStringList& lines, const QString& word)
{
    return !lines.isEmpty() && std::all_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

void tst_LogsByHand::initTestCase()
{
    QVERIFY(m_tree.isReady());
    makeIndex();
}

void tst_LogsByHand::makeIndex()
{
    QFile log(file(QStringLiteral("app.ndjson")));
    QVERIFY(log.open(QIODevice::WriteOnly));
    const QDateTime begin = QDateTime::currentDateTimeUtc().addSecs(-600);
    for (int n = 0; n < events; ++n)
        log.write(eventLine(n, begin.addMSecs(n * 100)));
    log.close();
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("config")));
    QCOMPARE(QProcess::execute(QStringLiteral(WEIR_BIN_DIR "/weir"),
                               {QStringLiteral("--index"), file(QStringLiteral("index")),
                                QStringLiteral("import"), log.fileName()}),
             0);
}

QStringList tst_LogsByHand::arguments() const
{
    return {QStringLiteral("--index"),     file(QStringLiteral("index")),
            QStringLiteral("--config"),    file(QStringLiteral("config")),
            QStringLiteral("--read-only"), QStringLiteral("--theme"),
            QStringLiteral("dark")};
}

void tst_LogsByHand::aMorningWithTheLogs()
{
    WindowByHand window(m_tree);
    QVERIFY(window.open(arguments()));
    QTRY_VERIFY_WITH_TIMEOUT(window.lines().size() > 10, 8'000);

    // Filter by a facet.
    const auto fields = window.named(QStringLiteral("Fields"));
    QVERIFY(fields);
    window.click(*fields, firstFacet);
    QTRY_VERIFY2_WITH_TIMEOUT(window.query().contains(QLatin1String("error")),
                              qPrintable(window.query()), 8'000);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window.lines(), QStringLiteral("card declined")), 8'000);

    // Pause by scrolling.
    const auto list = window.named(QStringLiteral("Log events"));
    const QPoint middle(300, m_tree.extents(*list).height() / 2);
    window.click(*list, middle, 4); // the wheel, upwards
    QTRY_VERIFY_WITH_TIMEOUT(window.find(isPaused), 8'000);

    // Copy a line.
    window.click(*list, middle);
    window.keys({QStringLiteral("ctrl+c")});
    QTRY_VERIFY2_WITH_TIMEOUT(
        QGuiApplication::clipboard()->text().contains(QLatin1String("card declined for user")),
        qPrintable(QGuiApplication::clipboard()->text()), 8'000);

    // Open its trace: ten events of two services.
    window.keys({QStringLiteral("t")});
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("Events of the trace")), 8'000);

    // Save a view.
    const auto add = window.named(QStringLiteral("Save what is shown as a view"));
    QVERIFY(add);
    window.click(*add, m_tree.extents(*add).center() - m_tree.extents(*add).topLeft());
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("Name of the view")), 8'000);
    window.keys({QStringLiteral("ctrl+a")});
    window.type(QStringLiteral("Declined"));
    window.keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window.named(QStringLiteral("View Declined")), 8'000);
    QTRY_COMPARE(QDir(file(QStringLiteral("config/views"))).entryList({QStringLiteral("*.toml")}).size(), 1);
    QVERIFY(window.quit());

    // Restart and find it again, filtered as it was left.
    WindowByHand again(m_tree);
    QVERIFY(again.open(arguments()));
    QTRY_VERIFY_WITH_TIMEOUT(again.named(QStringLiteral("View Declined")), 8'000);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(again.lines(), QStringLiteral("card declined")), 8'000);
    QVERIFY(again.quit());
}

QTEST_MAIN(tst_LogsByHand)
#include "tst_logsbyhand.moc"
