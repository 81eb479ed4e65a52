// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/query.h"
#include "ui/framestats.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/linkopener.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/rowpainter.h"
#include "ui/models/ansitext.h"
#include "ui/models/rowtimes.h"

#include <QApplication>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QTest>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

EventRef eventOf(std::string_view body, TimePoint time = timePointOf(1'700'000'000'123'000'000))
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 1, time});
    builder.setTime(time);
    builder.setPayload("payload");
    builder.setBody(builder.append(body));
    builder.setSeverity(Severity::Warn);
    addText(builder, "service.name", "payments");
    addText(builder, "host.name", "pay-3");
    addText(builder, "user", "4711");
    return {{EventSeq{1}, {}, builder.publish()}, 0};
}

FilterPtr filterOf(const char* query)
{
    return *Filter::compile(std::get<Query>(parseQuery(query)).filter);
}

std::vector<TextRun> runsOf(const LogCell& cell, TextRun::Kind kind)
{
    std::vector<TextRun> runs;
    for (const TextRun& run : cell.runs) {
        if (run.kind == kind)
            runs.push_back(run);
    }
    return runs;
}

QString shown(const LogCell& cell, const TextRun& run)
{
    return cell.text.mid(run.from, run.length);
}

struct Fixture : IndexedPage
{
    Fixture()
        : IndexedPage({}, {1300, 700})
    {
        push(50, [](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append("card declined"));
            addText(builder, "region", n % 2 == 0 ? "eu" : "us");
        });
        (void)committed();
    }
    ColumnHeader& header() { return page.list().header(); }
    std::vector<std::string> columns()
    {
        std::vector<std::string> names;
        for (const ListSettings::Column& column : page.list().settings().columns)
            names.push_back(column.field);
        return names;
    }
    void choose(std::size_t column, const QString& text)
    {
        QMenu menu;
        header().fillMenu(menu, column);
        for (QAction* action : menu.findChildren<QAction*>()) {
            if (action->text() == text) {
                action->trigger();
                return;
            }
        }
        QFAIL(qPrintable(QStringLiteral("no ") + text));
    }
};

using Names = std::vector<std::string>;

} // namespace

class tst_Rows : public QObject
{
    Q_OBJECT

private slots:
    void aCellForEachColumn();
    void whatAColumnShowsTheBodyDoesNot();
    void timesInEveryForm();
    void timesInAZoneAcrossItsSummer();
    void colourSequencesBecomeColours();
    void malformedSequencesStayVisible();
    void everyColourOfAProducerCanBeRead();
    void labelsColourWordsOrTheRow();
    void linesOfABodyStayLines();
    void aTabIsRoomUpToTheNextStopAndCopiedAsItCame();
    void linksAreFoundAndChecked();
    void aLineThatIsCutEndsInDots();
    void wrappedTextIsWholeAndInOrder();
    void anotherFormMakesTheRowsAgainWhilePaused();
    void columnsAreDraggedHiddenAndAdded();
};

void tst_Rows::aCellForEachColumn()
{
    auto form = std::make_shared<RowForm>();
    form->columns = {"host", "time", "body", "user", "absent"};
    const LogRow row = makeLogRow(eventOf("card declined"), nullptr, form);
    QCOMPARE(row.cells.size(), std::size_t{5});
    QCOMPARE(row.cell("host").text, QStringLiteral("pay-3"));
    QCOMPARE(row.cell("user").text, QStringLiteral("4711"));
    QVERIFY(row.cell("absent").text.isEmpty());
    QVERIFY(row.cell("no column").text.isEmpty());

    Theme theme(*qApp);
    ListSettings settings;
    settings.columns = {{"time"}, {"level"}, {"host"}, {"user"}};
    const RowPainter painter(theme.eventFont(), theme.colors(), settings, 900);
    QCOMPARE(painter.lineText(row), QStringLiteral("22:13:20.123  WARN  pay-3  4711"));
}

void tst_Rows::aLineThatIsCutEndsInDots()
{
    Theme theme(*qApp);
    const RowPainter rows(theme.eventFont(), theme.colors(), {}, 600);
    const int high = rows.lineHeight();
    QImage picture(600, high, QImage::Format_RGB32);
    picture.fill(theme.colors().window);
    QPainter painter(&picture);
    rows.paint(painter, picture.rect(), makeLogRow(eventOf(std::string(200, 'W')), nullptr), {});
    painter.end();
    // Dots stand low: above them is nothing, beside them are letters.
    const ColumnPlace& body = rows.columns().back();
    const int dots = QFontMetrics(theme.eventFont()).horizontalAdvance(QChar(0x2026));
    const auto isEmpty = [&](int from, int to) {
        for (int x = from; x < to; ++x) {
            for (int y = 0; y < high / 2; ++y) {
                if (picture.pixelColor(x, y) != theme.colors().window)
                    return false;
            }
        }
        return true;
    };
    const int right = body.left + body.width;
    QVERIFY(isEmpty(right - dots, right));
    QVERIFY(!isEmpty(right - 3 * dots, right - dots));
}

void tst_Rows::whatAColumnShowsTheBodyDoesNot()
{
    QCOMPARE(makeLogRow(eventOf("card"), nullptr).body(),
             QStringLiteral("card  host.name=pay-3 user=4711"));
    auto form = std::make_shared<RowForm>();
    form->columns = {"time", "host", "body"};
    QVERIFY(!makeLogRow(eventOf("card"), nullptr, form).body().contains(QLatin1String("host")));
}

void tst_Rows::timesInEveryForm()
{
    const TimePoint time = timePointOf(1'700'000'000'123'000'000);
    ListSettings settings;
    const auto text = [&](ListSettings::TimeForm form, std::optional<TimePoint> above = {}) {
        settings.timeForm = form;
        return RowTimes(settings).text(time, above, time + std::chrono::seconds(75));
    };
    using TimeForm = ListSettings::TimeForm;
    QCOMPARE(text(TimeForm::Time), QStringLiteral("22:13:20.123"));
    QCOMPARE(text(TimeForm::DateTime), QStringLiteral("2023-11-14 22:13:20.123"));
    QCOMPARE(text(TimeForm::Relative), QStringLiteral("1\u00a0min ago"));
    QCOMPARE(text(TimeForm::Delta), QStringLiteral("22:13:20.123")); // nothing above it
    QCOMPARE(text(TimeForm::Delta, time - std::chrono::milliseconds(24)),
             QStringLiteral("+0.024 s"));
    QCOMPARE(text(TimeForm::Delta, time + std::chrono::milliseconds(3)),
             QStringLiteral("-0.003 s"));
}

void tst_Rows::timesInAZoneAcrossItsSummer()
{
    ListSettings settings;
    settings.zone = "Europe/Berlin";
    const RowTimes times(settings);
    const std::int64_t change = 1'711'846'800; // 2024-03-31 01:00 UTC
    const auto at = [&](std::int64_t second) {
        return times.text(timePointOf(second * 1'000'000'000), {}, {});
    };
    QCOMPARE(at(change - 1), QStringLiteral("01:59:59.000"));
    QCOMPARE(at(change), QStringLiteral("03:00:00.000"));
    QCOMPARE(at(change - 1), QStringLiteral("01:59:59.000"));
    settings.zone = "Nowhere/Land";
    QCOMPARE(RowTimes(settings).text(timePointOf(0), {}, {}), QStringLiteral("00:00:00.000"));
}

void tst_Rows::colourSequencesBecomeColours()
{
    LogCell cell;
    appendAnsiText("a \x1b[31mred\x1b[0m \x1b[38;5;208;1mwide\x1b[m \x1b[48;2;1;2;3mground", 200,
                   cell);
    QCOMPARE(cell.text, QStringLiteral("a red wide ground"));
    const auto inks = runsOf(cell, TextRun::Kind::Ink);
    QCOMPARE(inks.size(), std::size_t{2});
    QCOMPARE(inks[0], (TextRun{2, 3, TextRun::Kind::Ink, 1}));
    QCOMPARE(inks[1], (TextRun{6, 4, TextRun::Kind::Ink, 208}));
    QCOMPARE(shown(cell, runsOf(cell, TextRun::Kind::Bold).at(0)), QStringLiteral("wide"));
    const auto grounds = runsOf(cell, TextRun::Kind::Ground);
    QCOMPARE(grounds.at(0).value, AnsiColor::isRgb | 0x010203U);
    QCOMPARE(shown(cell, grounds.at(0)), QStringLiteral("ground"));
}

void tst_Rows::malformedSequencesStayVisible()
{
    for (const char* text :
         {"\x1b[31", "\x1b[2J", "\x1b[38;5m", "\x1b[8m", "\x1b]0;t\x07", "\x1b"}) {
        LogCell cell;
        appendAnsiText(text, 200, cell);
        QVERIFY2(cell.text.startsWith(QChar(0x241b)), text);
        QVERIFY(cell.runs.empty());
    }
}

void tst_Rows::everyColourOfAProducerCanBeRead()
{
    for (const Colors* colors : {&Colors::dark(), &Colors::light()}) {
        const RowRuns runs(*colors, colors->text.rgb(), colors->window.rgb());
        for (std::uint32_t ink = 0; ink < 256; ink += 3) {
            for (const std::uint32_t ground : {ink, 15U, 0U, 255 - ink}) {
                LogCell cell{QStringLiteral("text"),
                             {{0, 4, TextRun::Kind::Ink, ink},
                              {0, 4, TextRun::Kind::Ground, ground}}};
                const auto looks = runs.looks(cell, {0, 4}, {}, -1);
                QCOMPARE(looks.size(), std::size_t{1});
                QVERIFY(contrast(QColor(looks[0].look.ink), QColor(looks[0].look.ground)) >= 4.5);
            }
        }
    }
}

void tst_Rows::labelsColourWordsOrTheRow()
{
    auto form = std::make_shared<RowForm>();
    form->highlights = {{"declined", filterOf("declined"), 3, false},
                        {"user:4711", filterOf("user:4711"), 5, true},
                        {"user:12 card", filterOf("user:12 card"), 7, false}};
    form->find = filterOf("~/c.rd/");
    const LogRow row = makeLogRow(eventOf("card declined"), nullptr, form);
    const LogCell& body = row.cell("body");
    const auto labels = runsOf(body, TextRun::Kind::Highlight);
    QCOMPARE(labels.size(), std::size_t{1}); // the third does not match this event
    QCOMPARE(labels[0], (TextRun{5, 8, TextRun::Kind::Highlight, 3}));
    QCOMPARE(row.highlight, 5);
    QCOMPARE(shown(body, runsOf(body, TextRun::Kind::Find).at(0)), QStringLiteral("card"));
}

void tst_Rows::linesOfABodyStayLines()
{
    std::string trace = "Exception";
    for (int i = 0; i < 50; ++i)
        trace += "\n  at frame" + std::to_string(i);
    const LogRow row = makeLogRow(eventOf(trace + "\n"), nullptr);
    QCOMPARE(row.body().count(QLatin1Char('\n')), LogRow::maxLines - 1);
    QVERIFY(row.body().startsWith(QLatin1String("Exception  host.name=pay-3")));
    QCOMPARE(row.moreLines, 51 - LogRow::maxLines);
    Theme theme(*qApp);
    const RowPainter painter(theme.eventFont(), theme.colors(), {}, 900);
    QCOMPARE(painter.heightOf(row), (LogRow::maxLines + 1) * painter.lineHeight());
    QVERIFY(painter.lineText(row).contains(QLatin1String("39 more lines")));
    QCOMPARE(painter.heightOf(makeLogRow(eventOf("a\r\nb\n"), nullptr)), 2 * painter.lineHeight());
    // Under a point of the second line lies text of the second line.
    const auto spot = painter.spotAt(row, QRect(0, 0, 900, painter.heightOf(row)),
                                     QPoint(painter.columns().back().left + 40,
                                            painter.lineHeight() * 3 / 2));
    QVERIFY(spot.has_value());
    QVERIFY(spot->offset > row.body().indexOf(QLatin1Char('\n')));
    QVERIFY(spot->offset < row.body().indexOf(QLatin1String("frame1")));
}

void tst_Rows::aTabIsRoomUpToTheNextStopAndCopiedAsItCame()
{
    const LogRow row = makeLogRow(eventOf("java.lang.Error\n\tat shop.Cart\tx\x01"), nullptr);
    QVERIFY(row.body().endsWith(QStringLiteral("\n\tat shop.Cart\tx\u2401")));
    Theme theme(*qApp);
    const TextMeasure measure(theme.eventFont());
    const double character = QFontMetricsF(theme.eventFont()).horizontalAdvance(QLatin1Char(' '));
    const auto fitting = [&](const char* text, int characters) {
        return measure.fitting(QString::fromLatin1(text), (characters + 0.5) * character);
    };
    QCOMPARE(fitting("\tab", 7), 0);
    QCOMPARE(fitting("\tab", 8), 1);
    QCOMPARE(fitting("\tab", 9), 2);
    QCOMPARE(fitting("abc\tde", 8), 4);
    QCOMPARE(fitting("abc\tde", 9), 5);
    QCOMPARE(fitting("12345678\tx", 15), 8);
    QCOMPARE(fitting("12345678\tx", 17), 10);
    // And drawn there: what stands below a place is what the measure says.
    ListSettings settings;
    settings.columns = {{"body"}};
    const LogRow bodyOnly = makeLogRow(eventOf("\tab"), nullptr);
    const RowPainter painter(theme.eventFont(), theme.colors(), settings, 900);
    const QRect area(0, 0, 900, painter.lineHeight());
    int left = 0;
    while (left < 900 && !painter.spotAt(bodyOnly, area, {left, 2}))
        ++left;
    const auto at = [&](double characters) {
        const auto spot =
            painter.spotAt(bodyOnly, area, {left + static_cast<int>(characters * character), 2});
        return spot ? spot->offset : -1;
    };
    QCOMPARE(at(2.0), 0);
    QCOMPARE(at(7.5), 0);
    QCOMPARE(at(8.5), 1);
    QCOMPARE(at(9.5), 2);
    QVERIFY(painter.lineText(bodyOnly, {}).startsWith(QLatin1String("\tab")));
}

void tst_Rows::linksAreFoundAndChecked()
{
    const LogRow row =
        makeLogRow(eventOf("see (https://example.org/a?b=c), weir://event/12. ftp://x"), nullptr);
    const auto links = runsOf(row.cell("body"), TextRun::Kind::Link);
    QCOMPARE(links.size(), std::size_t{2});
    QCOMPARE(shown(row.cell("body"), links[0]), QStringLiteral("https://example.org/a?b=c"));
    QCOMPARE(shown(row.cell("body"), links[1]), QStringLiteral("weir://event/12"));
    QVERIFY(LinkOpener::mayOpen(QStringLiteral("https://example.org/a")));
    for (const char* never : {"file:///etc/passwd", "javascript:alert(1)", "http:///x",
                              "https://bank.example@evil.example/", "smb://host/x", "http://a b/"})
        QVERIFY2(!LinkOpener::mayOpen(QLatin1String(never)), never);
}

void tst_Rows::wrappedTextIsWholeAndInOrder()
{
    Theme theme(*qApp);
    const TextMeasure measure(theme.eventFont());
    const QString text = QStringLiteral("the quick brown fox 狐狸 e\u0301e\u0301 jumps\nover 😀 dogs");
    for (int width = 30; width < 400; width += 7) {
        bool isCut = false;
        const auto pieces = measure.pieces(text, width, true, 1000, isCut);
        QVERIFY(!isCut);
        QString joined;
        for (const TextPiece& piece : pieces) {
            joined += QStringView(text).mid(piece.from, piece.length);
            QVERIFY(piece.length == 0 || !text[piece.from].isLowSurrogate());
            QVERIFY(piece.length == 0 || text[piece.from] != QChar(0x0301));
        }
        QCOMPARE(joined, QString(text).remove(QLatin1Char('\n')));
    }
}

void tst_Rows::anotherFormMakesTheRowsAgainWhilePaused()
{
    Fixture f;
    QTRY_COMPARE(f.page.rows().count(), 50U);
    f.range.setPaused(true);
    const std::size_t blocks = f.page.rows().shown().blocksTotal;
    ListSettings settings = f.page.list().settings();
    settings.columns.insert(settings.columns.begin() + 1, {"region", 0});
    f.page.setListSettings(settings);
    QVERIFY(f.page.rows().row(0) != nullptr); // the old row stays until the new one is there
    QTRY_COMPARE(f.page.rows().row(0)->cell("region").text, QStringLiteral("us"));
    f.page.setFind(filterOf("declined"));
    QTRY_VERIFY(
        !runsOf(f.page.rows().row(0)->cell("body"), TextRun::Kind::Find).empty());
    QVERIFY(f.page.rows().isPaused());
    QCOMPARE(f.page.rows().shown().blocksTotal, blocks);
}

void tst_Rows::columnsAreDraggedHiddenAndAdded()
{
    Fixture f;
    QTRY_COMPARE(f.page.rows().count(), 50U);
    QCOMPARE(f.columns(), (Names{"time", "level", "service", "body"}));
    const auto drag = [&](int from, int to) {
        QTest::mousePress(&f.header(), Qt::LeftButton, {}, QPoint(from, 10));
        QTest::mouseMove(&f.header(), QPoint((from + to) / 2, 10));
        QMouseEvent move(QEvent::MouseMove, QPointF(to, 10), f.header().mapToGlobal(QPoint(to, 10)),
                         Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&f.header(), &move);
        QTest::mouseRelease(&f.header(), Qt::LeftButton, {}, QPoint(to, 10));
    };
    // The edge of the service column, 60 pixels to the right.
    const ColumnPlace service = f.header().places()[2];
    drag(service.right() + columnGap / 2, service.right() + columnGap / 2 + 60);
    QCOMPARE(f.header().places()[2].width, service.width + 60);
    // The level before the time.
    drag(f.header().places()[1].left + 5, f.header().places()[0].left + 5);
    QCOMPARE(f.columns(), (Names{"level", "time", "service", "body"}));
    f.choose(2, QStringLiteral("Hide service"));
    QCOMPARE(f.columns(), (Names{"level", "time", "body"}));
    QTRY_VERIFY([&] {
        QMenu menu;
        f.header().fillMenu(menu, 1);
        const auto all = menu.findChildren<QAction*>();
        return std::any_of(all.begin(), all.end(), [](const QAction* action) {
            return action->text() == QLatin1String("region");
        });
    }());
    f.choose(1, QStringLiteral("region"));
    QCOMPARE(f.columns(), (Names{"level", "time", "region", "body"}));
    QTRY_COMPARE(f.page.rows().row(0)->cell("region").text, QStringLiteral("us"));
    QVERIFY(!f.page.rows().row(0)->body().contains(QLatin1String("region")));
    // The same with keys: the first column to the right, then away.
    f.header().setFocus();
    QTest::keyClick(&f.header(), Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(f.columns(), (Names{"time", "level", "region", "body"}));
    QTest::keyClick(&f.header(), Qt::Key_Delete);
    QCOMPARE(f.columns(), (Names{"time", "region", "body"}));
    f.choose(0, QStringLiteral("Reset columns"));
    QCOMPARE(f.columns(), (Names{"time", "level", "service", "body"}));
}

QTEST_MAIN(tst_Rows)
#include "tst_rows.moc"
