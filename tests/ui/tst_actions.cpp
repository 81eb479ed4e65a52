// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowparts.h"
#include "ui/models/windowsettings.h"
#include "ui/shell/keybindings.h"
#include "ui/shell/keysheet.h"
#include "ui/shell/shell.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace weir;
using namespace weir::test;

namespace {

struct Folder
{
    QTemporaryDir folder;
};

/// A window with two actions, over a weir.toml.
struct KeysWindow : Folder, WindowParts
{
    explicit KeysWindow(const QByteArray& toml = {})
        : WindowParts("/nowhere", folder.path().toStdString())
    {
        if (!toml.isEmpty())
            write(toml);
        settings.emplace(context.config, WindowConfig{});
        shell.emplace(theme, actions, *settings, &window);
        window.resize(900, 600);
        list = new QLineEdit(&window);
        for (const auto& [id, text, keys] :
             {std::tuple{"logs.copy", "Copy as shown", "Ctrl+C"},
              std::tuple{"logs.copyRaw", "Copy raw", "Ctrl+Shift+C"}}) {
            QAction* action = actions.add(QLatin1String(id), QLatin1String(text),
                                          {QKeySequence(QLatin1String(keys))}, &window);
            QObject::connect(action, &QAction::triggered, action,
                             [this, name = QString(QLatin1String(id))] { done << name; });
        }
        window.show();
        QApplication::setActiveWindow(&window);
        list->setFocus();
    }

    QString fileName() const { return folder.filePath(QStringLiteral("weir.toml")); }
    void write(const QByteArray& toml) const
    {
        QFile file(fileName());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toml);
    }
    QByteArray text() const
    {
        QFile file(fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QList<QKeySequence> keysOf(const char* id) const
    {
        for (const Actions::Entry& entry : actions.entries()) {
            if (entry.id == QLatin1String(id))
                return entry.keys;
        }
        return {};
    }
    KeySheet* sheet() { return window.findChild<KeySheet*>(); }
    QTreeWidget* rows() { return sheet()->findChild<QTreeWidget*>(); }
    /// Opens the sheet at a row.
    void choose(const QString& text)
    {
        actions.find(QStringLiteral("window.keys"))->trigger();
        const auto found = rows()->findItems(text, Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(found.size(), 1);
        rows()->setCurrentItem(found.front());
    }

    QWidget window;
    std::optional<WindowSettings> settings;
    std::optional<Shell> shell;
    QLineEdit* list = nullptr;
    QStringList done;
};

} // namespace

class tst_Actions : public QObject
{
    Q_OBJECT

private slots:
    void keysOfTheFileAreInForceAndGoWithIt();
    void aSheetShowsEveryActionAndFilters();
    void pressedKeysAreWrittenAndInForce();
    void keysThatAreTakenAreNamedAndMovedOnTheSecondPress();
    void usualKeysComeBackAndTheFileIsAsItWas();
    void noKeysAtAllIsWrittenAsAnEmptyText();
    void whatTheWindowDoesNotKnowIsNamed();
    void zoomKeysAreWritten();
    void severalZoomStepsWithinAMomentAreOneRelayout();
};

void tst_Actions::keysOfTheFileAreInForceAndGoWithIt()
{
    KeysWindow parts("[keys]\n\"logs.copyRaw\" = \"F6\"\n");
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"), QList<QKeySequence>{QKeySequence(Qt::Key_F6)});
    QTest::keyClick(&parts.window, Qt::Key_F6);
    QCOMPARE(parts.done, QStringList{QStringLiteral("logs.copyRaw")});
    parts.write("[keys]\n\"logs.copyRaw\" = [\"F7\", \"Ctrl+K, C\"]\n");
    QTRY_COMPARE(parts.keysOf("logs.copyRaw").size(), 2);
    parts.write("# nothing\n");
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"),
                 QList<QKeySequence>{QKeySequence(QStringLiteral("Ctrl+Shift+C"))});
}

void tst_Actions::aSheetShowsEveryActionAndFilters()
{
    KeysWindow parts;
    QTest::keyClick(&parts.window, Qt::Key_F1);
    QVERIFY(parts.sheet()->isVisible());
    int shown = 0;
    for (int i = 0; i < parts.rows()->topLevelItemCount(); ++i)
        shown += parts.rows()->topLevelItem(i)->childCount();
    QCOMPARE(shown, static_cast<int>(parts.actions.entries().size()));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("shift+c"));
    QCOMPARE(parts.rows()->currentItem()->text(0), QStringLiteral("Copy raw"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!parts.sheet()->isVisible());
    QCOMPARE(QApplication::focusWidget(), parts.list);
}

void tst_Actions::pressedKeysAreWrittenAndInForce()
{
    KeysWindow parts("# mine\n[window]\ntheme = \"dark\" # at night\n");
    QTRY_VERIFY(parts.settings->isRead());
    parts.choose(QStringLiteral("Copy raw"));
    QTest::keyClick(parts.rows(), Qt::Key_Return);
    QTest::keyClick(parts.rows(), Qt::Key_F8);
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"), QList<QKeySequence>{QKeySequence(Qt::Key_F8)});
    QCOMPARE(parts.text(), QByteArray("# mine\n[window]\ntheme = \"dark\" # at night\n\n[keys]\n"
                                      "\"logs.copyRaw\" = \"F8\"\n"));
    QVERIFY(parts.done.isEmpty());
}

void tst_Actions::keysThatAreTakenAreNamedAndMovedOnTheSecondPress()
{
    KeysWindow parts;
    QTRY_VERIFY(parts.settings->isRead());
    parts.choose(QStringLiteral("Copy raw"));
    QTest::keyClick(parts.rows(), Qt::Key_Return);
    QTest::keyClick(parts.rows(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(parts.done.isEmpty());
    QVERIFY(parts.text().isEmpty());
    bool isNamed = false;
    for (const QLabel* label : parts.sheet()->findChildren<QLabel*>())
        isNamed = isNamed || label->text().contains(QStringLiteral("Copy as shown"));
    QVERIFY(isNamed);
    QTest::keyClick(parts.rows(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"), QList<QKeySequence>{QKeySequence::Copy});
    QTRY_VERIFY(parts.keysOf("logs.copy").isEmpty());
}

void tst_Actions::usualKeysComeBackAndTheFileIsAsItWas()
{
    KeysWindow parts("[keys]\n\"logs.copyRaw\" = \"F6\"\n\"logs.copy\" = \"F7\"\n");
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"), QList<QKeySequence>{QKeySequence(Qt::Key_F6)});
    parts.choose(QStringLiteral("Copy raw"));
    for (auto* button : parts.sheet()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Reset to the default"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_COMPARE(parts.text(), QByteArray("[keys]\n\"logs.copy\" = \"F7\"\n"));
    QTRY_COMPARE(parts.keysOf("logs.copyRaw"),
                 QList<QKeySequence>{QKeySequence(QStringLiteral("Ctrl+Shift+C"))});
}

void tst_Actions::noKeysAtAllIsWrittenAsAnEmptyText()
{
    KeysWindow parts;
    QTRY_VERIFY(parts.settings->isRead());
    parts.choose(QStringLiteral("Copy raw"));
    for (auto* button : parts.sheet()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Remove the keys"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_COMPARE(parts.text(), QByteArray("[keys]\n\"logs.copyRaw\" = \"\"\n"));
    QTRY_VERIFY(parts.keysOf("logs.copyRaw").isEmpty());
}

void tst_Actions::whatTheWindowDoesNotKnowIsNamed()
{
    KeysWindow parts("[keys]\n\"logs.copyAll\" = \"F6\"\n");
    QTRY_VERIFY(parts.settings->isRead());
    QCOMPARE(unknownIds(parts.settings->window(), parts.actions),
             QStringList{QStringLiteral("logs.copyAll")});
    QTest::keyClick(&parts.window, Qt::Key_F1);
    bool isNamed = false;
    for (const QLabel* label : parts.sheet()->findChildren<QLabel*>())
        isNamed = isNamed || label->text().contains(QStringLiteral("logs.copyAll"));
    QVERIFY(isNamed);
}

void tst_Actions::zoomKeysAreWritten()
{
    KeysWindow parts;
    QTRY_VERIFY(parts.settings->isRead());
    QTest::keyClick(&parts.window, Qt::Key_Equal, Qt::ControlModifier);
    QTest::keyClick(&parts.window, Qt::Key_Equal, Qt::ControlModifier);
    QTRY_COMPARE(parts.theme.zoom(), 120);
    QTRY_COMPARE(parts.text(), QByteArray("[window]\nzoom = 120\n"));
    QTest::keyClick(&parts.window, Qt::Key_0, Qt::ControlModifier);
    QTRY_COMPARE(parts.theme.zoom(), 100);
    QTRY_VERIFY(!parts.text().contains("zoom"));
}

void tst_Actions::severalZoomStepsWithinAMomentAreOneRelayout()
{
    KeysWindow parts;
    QTRY_VERIFY(parts.settings->isRead());
    QSignalSpy changed(&parts.theme, &Theme::changed);
    for (int i = 0; i < 12; ++i)
        QTest::keyClick(&parts.window, Qt::Key_Equal, Qt::ControlModifier);
    QTest::keyClick(&parts.window, Qt::Key_Minus, Qt::ControlModifier);
    QTRY_COMPARE(parts.theme.zoom(), 190);
    QCOMPARE(changed.count(), 1);
}

QTEST_MAIN(tst_Actions)
#include "tst_actions.moc"
