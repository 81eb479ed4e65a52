// SPDX-License-Identifier: GPL-3.0-or-later
// docs/keys.md lists every command of the window with its usual keys. WEIR_WRITE_DOCS=1 writes the table.
#include "core/clock.h"
#include "tests/ui/fakecollector.h"
#include "tests/ui/fakeprobe.h"
#include "ui/launcher.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace weir;
using namespace weir::test;

namespace {

const QString heading = QStringLiteral("## Every command\n");

/// Starts nothing.
class NoLauncher final : public Launcher
{
public:
    bool openDemo() override { return false; }
    bool openFile(const QString&) override { return false; }
    bool openIndex(const QString&) override { return false; }
    bool openWindow() override { return false; }
};

QString cellOf(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys) {
        if (!sequence.isEmpty())
            texts << QStringLiteral("`%1`").arg(sequence.toString(QKeySequence::PortableText));
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

class tst_KeysDoc : public QObject
{
    Q_OBJECT

private slots:
    void everyCommandIsListedWithItsUsualKeys();
};

void tst_KeysDoc::everyCommandIsListedWithItsUsualKeys()
{
    const QTemporaryDir folder;
    FakeCollector client;
    FakeProbe probe;
    NoLauncher launcher;
    SystemClock clock;
    Theme theme(*qApp);
    MainWindow window({.index = folder.path().toStdString() + "/index",
                             .config = folder.path().toStdString() + "/config",
                             .client = client,
                             .clock = clock,
                             .theme = theme,
                             .name = {},
                             .exported = {},
                             .probeLog = {},
                             .frameStats = false,
                             .screenshot = {},
                             .probe = &probe,
                             .launcher = &launcher});
    window.show(); // pages may be made when they are seen first
    QCoreApplication::processEvents();
    std::map<QString, QString> rows;
    for (const QAction* action : window.findChildren<QAction*>()) {
        const QString id = action->objectName();
        if (id.contains(QLatin1Char('.')))
            rows[id] = QStringLiteral("| `%1` | %2 | %3 |\n")
                           .arg(id, action->text(), cellOf(action->shortcuts()));
    }
    QVERIFY(rows.size() > 20);
    QString table = QStringLiteral("| name | does | usual keys |\n|---|---|---|\n");
    for (const auto& [id, row] : rows)
        table += row;

    const QString name = QStringLiteral(WEIR_SOURCE_DIR "/docs/keys.md");
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(file.readAll());
    file.close();
    const auto begin = page.indexOf(QStringLiteral("| name | does |"));
    QVERIFY2(begin > page.indexOf(heading), "the heading is missing");
    if (qEnvironmentVariableIsSet("WEIR_WRITE_DOCS")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write((page.left(begin) + table).toUtf8());
        return;
    }
    const QStringList listed = page.mid(begin).trimmed().split(QLatin1Char('\n'));
    for (const auto& [id, row] : rows)
        QVERIFY2(listed.contains(row.trimmed()), qPrintable(QStringLiteral("missing: ") + row));
    for (const QString& line : listed)
        QVERIFY2(table.contains(line), qPrintable(QStringLiteral("there is no such command: ") + line));
}

QTEST_MAIN(tst_KeysDoc)
#include "tst_keysdoc.moc"
