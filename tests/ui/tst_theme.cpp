// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace weir;

class tst_Theme : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsThatOfTheStandard();
    void everyTextCanBeReadOnEveryGround_data();
    void everyTextCanBeReadOnEveryGround();
    void matchedTextCanBeRead_data();
    void matchedTextCanBeRead();
    void noTokenIsLeftInTheStylesheet();
    void everyIconHasAPicture();
    void choosingColoursChangesThePalette();
};

void tst_Theme::contrastIsThatOfTheStandard()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    // 4.48: the grey that is known to fail the bar of 4.5 on white by a hair.
    QVERIFY(contrast(QColor(0x777777), Qt::white) < 4.5);
    QVERIFY(contrast(QColor(0x767676), Qt::white) > 4.5);
}

void tst_Theme::everyTextCanBeReadOnEveryGround_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const auto* colors : {&Colors::dark(), &Colors::light()}) {
        const QByteArray theme = colors == &Colors::dark() ? "dark" : "light";
        std::vector<std::pair<QByteArray, QColor>> texts{
            {"text", colors->text},     {"text2", colors->text2}, {"text3", colors->text3},
            {"accent", colors->accent}, {"ok", colors->ok},       {"keyword", colors->keyword}};
        for (const QColor& color : colors->severities)
            texts.emplace_back("severity " + color.name().toLatin1(), color);
        for (const QColor& color : colors->series)
            texts.emplace_back("series " + color.name().toLatin1(), color);
        for (const auto& [name, color] : texts) {
            for (const QColor& ground :
                 {colors->window, colors->panel, colors->raised, colors->selection})
                QTest::addRow("%s: %s on %s", theme.constData(), name.constData(),
                              qPrintable(ground.name()))
                    << color << ground;
        }
    }
}

void tst_Theme::everyTextCanBeReadOnEveryGround()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double found = contrast(text, ground);
    QVERIFY2(found >= 4.5, qPrintable(QString::number(found)));
}

void tst_Theme::matchedTextCanBeRead_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("dark") << true;
    QTest::addRow("light") << false;
}

void tst_Theme::matchedTextCanBeRead()
{
    QFETCH(bool, dark);
    const Colors& colors = dark ? Colors::dark() : Colors::light();
    QVERIFY(contrast(colors.text, colors.match) >= 4.5);
    QVERIFY(contrast(colors.accent, colors.accentGround) >= 4.5);
}

void tst_Theme::noTokenIsLeftInTheStylesheet()
{
    QVERIFY(!styleSheet(Colors::dark()).contains(QLatin1Char('@')));
    QVERIFY(styleSheet(Colors::light()).contains(Colors::light().accent.name()));
}

void tst_Theme::everyIconHasAPicture()
{
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
    QVERIFY(files.size() >= 6);
    for (const QString& file : files) {
        const QString name = file.chopped(4);
        const QImage picture = iconPixmap(name, Qt::red, 20, 1).toImage();
        int painted = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                painted += picture.pixelColor(x, y).red() > 0 ? 1 : 0;
        }
        QVERIFY2(painted > 10, qPrintable(file));
    }
    QVERIFY(iconPixmap(QStringLiteral("there-is-none"), Qt::red, 20, 1).isNull());
}

void tst_Theme::choosingColoursChangesThePalette()
{
    Theme theme(*qApp);
    theme.setMode(Theme::Mode::Light);
    const QSignalSpy changed(&theme, &Theme::changed);
    theme.setMode(Theme::Mode::Dark);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(qApp->palette().color(QPalette::Base), Colors::dark().window);
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
