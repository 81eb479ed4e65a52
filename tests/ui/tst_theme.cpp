// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/colordifference.h"
#include "ui/theme/colors.h"
#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <tuple>

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
    void colourDifferenceIsThatOfTheStandard();
    void severitiesWithoutAWordAreToldApart_data();
    void severitiesWithoutAWordAreToldApart();
    void noTokenIsLeftInTheStylesheet();
    void everyIconHasAPicture();
    void choosingColoursChangesThePalette();
    void theSystemsColoursCountWhereTheyAreWanted();
    void zoomMakesFontsAndNumbersLarger();
    void zoomGoesThereAndBackWithoutATrace();
    void aWidgetThatIsMadeWhileZoomedIsAsLargeAsTheOthers();
    void whatIsShownForTheFirstTimeAfterAZoomIsAsLargeAsTheOthers();
    void aSizeThatIsSetAnewWhileZoomedIsTakenAsOfHundredPercent();
    void chipsAreRoundAtEveryZoom();
    void aPlaceholderCanBeRead_data();
    void aPlaceholderCanBeRead();
};

namespace {

/// A bar with a part, as pages make them.
struct Bar : QWidget
{
    Bar()
        : layout(new QHBoxLayout(this))
        , part(new QLineEdit(QStringLiteral("Save")))
    {
        layout->setContentsMargins(12, 0, 12, 0);
        layout->setSpacing(8);
        layout->addWidget(part);
        part->setFixedHeight(30);
    }

    QHBoxLayout* layout;
    QLineEdit* part;
};

} // namespace

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
            std::vector<QColor> grounds{colors->window, colors->panel, colors->raised,
                                        colors->selection};
            grounds.insert(grounds.end(), colors->highlights.begin(), colors->highlights.end());
            for (const QColor& ground : grounds)
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
    QVERIFY(contrast(colors.text, colors.find) >= 4.5);
    QVERIFY(contrast(colors.accent, colors.accentGround) >= 4.5);
}

void tst_Theme::colourDifferenceIsThatOfTheStandard()
{
    using test::Lab;
    // Pairs of the paper: a blue, hues around the turn, a grey, a large difference.
    const std::tuple<Lab, Lab, double> pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, -1.0000, 2.0000}, {50, 0, 0}, 2.3669},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
    for (const auto& [one, two, expected] : pairs)
        QVERIFY(std::abs(test::difference(one, two) - expected) < 0.0001);
    const Lab seen = test::labOf(Qt::white, test::Sight::Deuteranopia);
    QVERIFY(std::abs(seen.l - 100) < 0.1 && std::hypot(seen.a, seen.b) < 0.1);
}

void tst_Theme::severitiesWithoutAWordAreToldApart_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("sight");
    for (const bool dark : {true, false}) {
        for (const auto& [name, sight] : {std::pair{"as most people see", test::Sight::Normal},
                                          {"deuteranopia", test::Sight::Deuteranopia},
                                          {"protanopia", test::Sight::Protanopia}})
            QTest::addRow("%s, %s", dark ? "dark" : "light", name) << dark << int(sight);
    }
}

/// A bar is some pixels wide and a slice of it may be two high: about a tenth of a degree of what one sees.
/// Of marks that small half of the people miss a difference of 13 in lightness and of 21 to 34 in colour
/// (Stone, Szafir and Setlur 2014), so 20 where somebody has to act, and 15 among the calm ones.
void tst_Theme::severitiesWithoutAWordAreToldApart()
{
    QFETCH(bool, dark);
    QFETCH(int, sight);
    const Colors& colors = dark ? Colors::dark() : Colors::light();
    constexpr std::array shown{SeverityClass::Debug, SeverityClass::Info, SeverityClass::Warn,
                               SeverityClass::Error, SeverityClass::Fatal};
    const auto seen = [sight](const QColor& color) {
        return test::labOf(color, static_cast<test::Sight>(sight));
    };
    for (const SeverityClass one : shown) {
        const QColor& mark = colors.markOf(one);
        QVERIFY(contrast(mark, colors.window) >= 3);
        QVERIFY(contrast(mark, colors.panel) >= 3);
        QVERIFY2(test::difference(seen(mark), seen(colors.bar)) >= 20, qPrintable(mark.name()));
        for (const SeverityClass two : shown) {
            const double least = std::max(one, two) >= SeverityClass::Warn ? 20 : 15;
            const double found = test::difference(seen(mark), seen(colors.markOf(two)));
            QVERIFY2(one == two || found >= least,
                     qPrintable(QStringLiteral("%1 and %2: %3").arg(
                         mark.name(), colors.markOf(two).name(), QString::number(found))));
        }
    }
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

void tst_Theme::theSystemsColoursCountWhereTheyAreWanted()
{
    Theme theme(*qApp);
    theme.setMode(Theme::Mode::System);
    const bool ofThePalette = theme.isDark();
    theme.setSystemIsDark(!ofThePalette);
    theme.setSystemIsDark({});
    QCOMPARE(theme.isDark(), ofThePalette);
    theme.setSystemIsDark(true);
    QVERIFY(theme.isDark());
    theme.setSystemIsDark(false);
    QVERIFY(!theme.isDark());
    theme.setMode(Theme::Mode::Dark);
    theme.setSystemIsDark(true);
    theme.setSystemIsDark(false);
    QVERIFY(theme.isDark());
}

void tst_Theme::zoomMakesFontsAndNumbersLarger()
{
    Theme theme(*qApp);
    Bar bar;
    auto* title = new QLabel(&bar);
    title->setFont(theme.titleFont());
    bar.show();
    const QSignalSpy changed(&theme, &Theme::changed);
    theme.setZoom(200);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(theme.scaled(21), 42);
    QCOMPARE(theme.uiFont().pixelSize(), 26);
    QCOMPARE(theme.eventFont().pixelSize(), 24);
    QCOMPARE(bar.layout->contentsMargins(), QMargins(24, 0, 24, 0));
    QCOMPARE(bar.layout->spacing(), 16);
    QCOMPARE(bar.part->height(), 60);
    QCOMPARE(title->font().pixelSize(), 30);
    QCOMPARE(bar.part->font().pixelSize(), 26);
    theme.setMode(theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark);
    QCOMPARE(title->font().pixelSize(), 30);
    theme.setZoom(500);
    QCOMPARE(theme.zoom(), 200);
}

void tst_Theme::zoomGoesThereAndBackWithoutATrace()
{
    Theme theme(*qApp);
    Bar bar;
    bar.show();
    const QSize before = bar.sizeHint();
    for (const int zoom : {110, 125, 137, 150, 200, 100})
        theme.setZoom(zoom);
    QCOMPARE(bar.layout->contentsMargins(), QMargins(12, 0, 12, 0));
    QCOMPARE(bar.layout->spacing(), 8);
    QCOMPARE(bar.part->minimumHeight(), 30);
    QCOMPARE(bar.sizeHint(), before);
}

void tst_Theme::aWidgetThatIsMadeWhileZoomedIsAsLargeAsTheOthers()
{
    Theme theme(*qApp);
    theme.setZoom(150);
    Bar bar;
    auto* title = new QLabel(&bar);
    title->setFont(theme.titleFont());
    bar.show();
    QCOMPARE(bar.part->height(), 45);
    QCOMPARE(bar.layout->spacing(), 12);
    QCOMPARE(title->font().pixelSize(), 23);
    theme.setZoom(100);
    QCOMPARE(bar.part->minimumHeight(), 30);
    QCOMPARE(title->font().pixelSize(), 15);
}

void tst_Theme::whatIsShownForTheFirstTimeAfterAZoomIsAsLargeAsTheOthers()
{
    Theme theme(*qApp);
    Bar bar;
    auto* title = new QLabel;
    title->setFont(theme.titleFont());
    bar.layout->addWidget(title);
    theme.setZoom(200);
    bar.show();
    QCOMPARE(title->font().pixelSize(), 30);
    QCOMPARE(bar.layout->spacing(), 16);
    QCOMPARE(bar.part->height(), 60);
}

void tst_Theme::aSizeThatIsSetAnewWhileZoomedIsTakenAsOfHundredPercent()
{
    Theme theme(*qApp);
    Bar bar;
    bar.show();
    theme.setZoom(150);
    bar.part->setFixedHeight(40);
    theme.setZoom(200);
    QCOMPARE(bar.part->minimumHeight(), 80);
}

/// Qt draws square corners where the radius is more than half of the height.
void tst_Theme::chipsAreRoundAtEveryZoom()
{
    Theme theme(*qApp);
    theme.setMode(Theme::Mode::Dark);
    QPushButton chip(QStringLiteral("+"));
    chip.setProperty("role", QStringLiteral("chip"));
    chip.show();
    for (int zoom = Theme::leastZoom; zoom <= Theme::mostZoom; zoom += 5) {
        theme.setZoom(zoom);
        chip.resize(chip.sizeHint());
        const QImage picture = chip.grab().toImage();
        QVERIFY2(picture.pixelColor(0, 0) != theme.colors().strongLine, qPrintable(QString::number(zoom)));
    }
}

void tst_Theme::aPlaceholderCanBeRead_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("dark") << true;
    QTest::addRow("light") << false;
}

void tst_Theme::aPlaceholderCanBeRead()
{
    QFETCH(bool, dark);
    Theme theme(*qApp);
    theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    theme.setZoom(200); // strokes of two pixels have the colour that was meant
    QWidget form;
    auto* layout = new QVBoxLayout(&form);
    auto* line = new QLineEdit;
    auto* text = new QPlainTextEdit;
    auto* box = new QComboBox;
    box->setEditable(true);
    line->setPlaceholderText(QStringLiteral("MMMMM"));
    text->setPlaceholderText(QStringLiteral("MMMMM"));
    box->lineEdit()->setPlaceholderText(QStringLiteral("MMMMM"));
    for (QWidget* field : std::initializer_list<QWidget*>{line, text, box})
        layout->addWidget(field);
    form.show();
    for (QWidget* field : std::initializer_list<QWidget*>{line, text, box}) {
        const QImage picture = field->grab().toImage();
        double best = 0;
        for (int y = 6; y < picture.height() - 6; ++y) {
            for (int x = 6; x < picture.width() / 2; ++x)
                best = std::max(best, contrast(picture.pixelColor(x, y), theme.colors().window));
        }
        QVERIFY2(best >= 4.4, qPrintable(QStringLiteral("%1 %2").arg(
                                  QLatin1String(field->metaObject()->className()),
                                  QString::number(best))));
        QVERIFY2(best < contrast(theme.colors().text2, theme.colors().window),
                 "it looks as if it had been typed");
    }
}

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
