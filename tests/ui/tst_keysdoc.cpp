// SPDX-License-Identifier: GPL-3.0-or-later
// docs/keys.md lists every command of the window with its usual keys. WEIR_WRITE_DOCS=1 writes the table.
#include "tests/ui/windowdesk.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/actionwords.h"
#include "ui/shell/keysheet.h"
#include "ui/sources/sourceform.h"
#include "ui/theme/pseudolocale.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QStackedWidget>
#include <QTest>
#include <QTreeWidget>

#include <map>

using namespace weir;
using namespace weir::test;

namespace {

const QString heading = QStringLiteral("## Every command\n");

QString cellOf(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys) {
        if (!sequence.isEmpty())
            texts << QStringLiteral("`%1`").arg(sequence.toString(QKeySequence::PortableText));
    }
    return texts.join(QStringLiteral(", "));
}

/// The real window with all its pages, over nothing.
struct Window
{
    Window()
    {
        window.show();
        // Pages are made when they are seen first.
        for (const char* place : {"settings", "sources/add", "sources/cluster", "sources", "logs"})
            window.showPlace(QLatin1String(place));
        QCoreApplication::processEvents();
    }
    /// Those that have a name to be bound by.
    QList<const QAction*> actions() const
    {
        QList<const QAction*> named;
        for (const QAction* action : window.findChildren<QAction*>()) {
            if (action->objectName().contains(QLatin1Char('.')))
                named << action;
        }
        return named;
    }

    WindowDesk desk;
    MainWindow window{desk.setup()};
};

} // namespace

class tst_KeysDoc : public QObject
{
    Q_OBJECT

private slots:
    void everyCommandIsListedWithItsUsualKeys();
    void everyGroupOfCommandsHasANameThatIsTranslated();
    void thePagesHaveTheNumberKeys();
    void commandsOfAPageNobodyHasSeenAreListed();
};

void tst_KeysDoc::everyGroupOfCommandsHasANameThatIsTranslated()
{
    const Window shown;
    PseudoLocale pseudo;
    QCoreApplication::installTranslator(&pseudo);
    const auto remove = qScopeGuard([&pseudo] { QCoreApplication::removeTranslator(&pseudo); });
    for (const QAction* action : shown.actions()) {
        const QString id = action->objectName();
        const QString part = id.section(QLatin1Char('.'), 0, 0);
        QVERIFY2(groupName(id).compare(part, Qt::CaseInsensitive) != 0, qPrintable(id));
    }
}

void tst_KeysDoc::thePagesHaveTheNumberKeys()
{
    Window shown;
    QApplication::setActiveWindow(&shown.window);
    const auto* pages = shown.window.findChild<QStackedWidget*>();
    for (int page = 4; page >= 0; --page) {
        QTest::keyClick(&shown.window, static_cast<Qt::Key>(Qt::Key_1 + page), Qt::AltModifier);
        QCOMPARE(pages->currentIndex(), page);
    }
}

/// What is made when it is seen first can be given other keys before.
void tst_KeysDoc::commandsOfAPageNobodyHasSeenAreListed()
{
    WindowDesk desk;
    MainWindow window(desk.setup());
    window.show();
    QVERIFY(window.findChild<SettingsPage*>() == nullptr);
    QVERIFY(window.findChild<SourceForm*>() == nullptr);
    window.findChild<QAction*>(QStringLiteral("window.keys"))->trigger();
    const auto* rows = window.findChild<KeySheet*>()->findChild<QTreeWidget*>();
    for (const char* id : {"settings.save", "sources.save", "sources.leaveForm", "sources.filter"})
        QCOMPARE(rows->findItems(QLatin1String(id), Qt::MatchExactly | Qt::MatchRecursive, 2).size(), 1);
}

void tst_KeysDoc::everyCommandIsListedWithItsUsualKeys()
{
    const Window shown;
    std::map<QString, QString> rows;
    for (const QAction* action : shown.actions()) {
        const QString id = action->objectName();
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
