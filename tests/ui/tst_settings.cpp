// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowparts.h"
#include "ui/models/settingsvalues.h"
#include "ui/models/windowsettings.h"
#include "ui/settings/settingspage.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace weir;
using namespace weir::test;

namespace {

struct Folder
{
    QTemporaryDir folder;
};

/// The settings page over a weir.toml.
struct Page : Folder, WindowParts
{
    explicit Page(const QByteArray& toml)
        : WindowParts("/nowhere", folder.path().toStdString())
    {
        theme.setMode(Theme::Mode::Dark);
        write(toml);
        settings.emplace(context.config, WindowConfig{});
        context.settings = &*settings;
        page.emplace(context);
        page->resize(800, 700);
        page->show();
        QTRY_VERIFY(settings->isRead());
    }

    void write(const QByteArray& toml) const
    {
        QFile file(fileName());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toml);
    }
    QString fileName() const { return folder.filePath(QStringLiteral("weir.toml")); }
    QByteArray text() const
    {
        QFile file(fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    template<typename Control>
    Control* control(const char* name)
    {
        for (auto* found : page->findChildren<Control*>()) {
            if (found->accessibleName() == QLatin1String(name))
                return found;
        }
        return nullptr;
    }
    QPushButton* button(const char* text)
    {
        for (auto* found : page->findChildren<QPushButton*>()) {
            if (found->text() == QLatin1String(text))
                return found;
        }
        return nullptr;
    }
    bool says(const char* words)
    {
        for (const auto* label : page->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QLatin1String(words)))
                return true;
        }
        return false;
    }

    std::optional<WindowSettings> settings;
    std::optional<SettingsPage> page;
};

const QByteArray mine = "# my streams\n[window]\ntheme = \"dark\"  # at night\n\n[index]\n"
                        "retention = { age = \"7d\" }\n";

} // namespace

class tst_Settings : public QObject
{
    Q_OBJECT

private slots:
    void onlyWhatDiffersIsEdited();
    void fieldsShowWhatTheFileSays();
    void whatWillBeWrittenIsShownAndSaved();
    void aWrongValueSaysSoAtItsField();
    void aLookIsSeenAtOnceAndCanBeTakenBack();
    void aFileThatChangesIsReadAgain();
    void whatIsChangedElsewhereMeanwhileStays();
    void aFileWithAnErrorLeavesTheLastGoodState();
    void aFileThatCannotBeWrittenIsSaid();
};

void tst_Settings::onlyWhatDiffersIsEdited()
{
    const SettingsValues before = readSettings(mine.toStdString());
    QVERIFY(editsBetween(before, before).empty());
    SettingsValues after = before;
    after.window.theme = WindowConfig::Theme::System;
    after.window.zoom = 150;
    after.age.clear();
    const auto edits = editsBetween(before, after);
    const auto text = editedToml(mine.toStdString(), edits);
    QVERIFY(text);
    QVERIFY(readSettings(*text) == after);
    QVERIFY(text->find("theme") == std::string::npos);
    QVERIFY(text->starts_with("# my streams\n[window]\n"));
}

void tst_Settings::fieldsShowWhatTheFileSays()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    QCOMPARE(parts.control<QLineEdit>("Keep events for")->text(), QStringLiteral("7d"));
    QVERIFY(parts.control<QLineEdit>("Largest size of the index")->text().isEmpty());
    QVERIFY(!parts.button("Save")->isEnabled());
    QVERIFY(parts.says("weir.toml"));
}

void tst_Settings::whatWillBeWrittenIsShownAndSaved()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    auto* age = parts.control<QLineEdit>("Keep events for");
    age->selectAll();
    QTest::keyClicks(age, QStringLiteral("14d"));
    QTest::keyClicks(parts.control<QLineEdit>("Largest size of the index"), QStringLiteral("50GB"));
    parts.control<QSpinBox>("Zoom")->setValue(150);
    QCOMPARE(parts.control<QPlainTextEdit>("What will be written")->toPlainText(),
             QStringLiteral("[window]\nzoom = 150\n\n[index]\nretention.age = \"14d\"\n"
                            "retention.size = \"50GB\"\n"));
    QTest::mouseClick(parts.button("Save"), Qt::LeftButton);
    QTRY_COMPARE(parts.text(),
                 QByteArray("# my streams\n[window]\ntheme = \"dark\"  # at night\nzoom  = 150\n\n"
                            "[index]\nretention = { age = \"14d\", size = \"50GB\" }\n"));
    QTRY_VERIFY(!parts.button("Save")->isEnabled());
}

void tst_Settings::aWrongValueSaysSoAtItsField()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    QTest::keyClicks(parts.control<QLineEdit>("Memory limit"), QStringLiteral("lots"));
    QVERIFY(parts.says("at least 64MiB"));
    QVERIFY(!parts.button("Save")->isEnabled());
    parts.control<QLineEdit>("Memory limit")->clear();
    QTest::keyClicks(parts.control<QLineEdit>("Memory limit"), QStringLiteral("2GiB"));
    QVERIFY(!parts.says("at least 64MiB"));
    QVERIFY(parts.button("Save")->isEnabled());
}

void tst_Settings::aLookIsSeenAtOnceAndCanBeTakenBack()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    parts.control<QComboBox>("Colours")->setCurrentIndex(2);
    parts.control<QSpinBox>("Zoom")->setValue(200);
    QVERIFY(!parts.theme.isDark());
    QCOMPARE(parts.theme.zoom(), 200);
    QTest::mouseClick(parts.button("Back to what the file says"), Qt::LeftButton);
    QVERIFY(parts.theme.isDark());
    QCOMPARE(parts.theme.zoom(), 100);
    QCOMPARE(parts.text(), mine);
}

void tst_Settings::aFileThatChangesIsReadAgain()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    parts.write("[window]\ntheme = \"light\"\n");
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 2);
}

void tst_Settings::whatIsChangedElsewhereMeanwhileStays()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    parts.control<QSpinBox>("Zoom")->setValue(150);
    auto* age = parts.control<QLineEdit>("Keep events for");
    age->selectAll();
    QTest::keyClicks(age, QStringLiteral("14d"));
    // Another colour, another size, and another age than the one that is being changed here.
    parts.write("[window]\ntheme = \"light\"\nfont_size = 15\n\n[index]\nretention.age = \"3d\"\n");
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 2);
    QCOMPARE(parts.control<QSpinBox>("Text size")->value(), 15);
    QCOMPARE(parts.control<QSpinBox>("Zoom")->value(), 150);
    QCOMPARE(age->text(), QStringLiteral("14d"));
    QCOMPARE(parts.control<QPlainTextEdit>("What will be written")->toPlainText(),
             QStringLiteral("[window]\nzoom = 150\n\n[index]\nretention.age = \"14d\"\n"));
    QTRY_COMPARE(parts.theme.zoom(), 150); // as it is tried out here
    QTest::mouseClick(parts.button("Save"), Qt::LeftButton);
    QTRY_COMPARE(parts.text(), QByteArray("[window]\ntheme = \"light\"\nfont_size = 15\nzoom      = 150\n\n"
                                          "[index]\nretention.age = \"14d\"\n"));
    QTRY_VERIFY(!parts.button("Save")->isEnabled());
}

void tst_Settings::aFileWithAnErrorLeavesTheLastGoodState()
{
    Page parts(mine);
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    parts.write("[window]\ntheme = \"light\n");
    QTRY_VERIFY(!parts.settings->isSound());
    QVERIFY(parts.says("has an error"));
    QCOMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    QVERIFY(parts.settings->window().theme == WindowConfig::Theme::Dark);
    parts.write("[window]\ntheme = \"light\"\n");
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 2);
    QVERIFY(!parts.says("has an error"));
}

void tst_Settings::aFileThatCannotBeWrittenIsSaid()
{
    Page parts("window.theme = \"dark\"\n");
    QTRY_COMPARE(parts.control<QComboBox>("Colours")->currentIndex(), 1);
    parts.control<QSpinBox>("Zoom")->setValue(150);
    QTest::mouseClick(parts.button("Save"), Qt::LeftButton);
    QTRY_VERIFY(parts.says("only an editor can change safely"));
    QCOMPARE(parts.text(), QByteArray("window.theme = \"dark\"\n"));
}

QTEST_MAIN(tst_Settings)
#include "tst_settings.moc"
