// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/sortedlist.h"
#include "ui/logs/sortedresult.h"
#include "ui/models/sortednewest.h"
#include "ui/theme/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A log page with the column `latency_ms` over events whose latency is anything but in order.
struct Fixture : IndexedPage
{
    explicit Fixture(int count)
    {
        ListSettings settings;
        settings.columns = {{"time"}, {"level"}, {"latency_ms"}, {"user"}, {"body"}};
        page.setListSettings(settings);
        write(count);
    }

    /// Every tenth without a latency; nine in ten by a user whose name falls as time goes.
    void write(int count)
    {
        push(count, [](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append("request " + std::to_string(n)));
            builder.setSeverity(n % 7 == 0 ? Severity::Error : Severity::Info);
            if (n % 10 != 0)
                builder.addField("latency_ms", ValueType::Int,
                                 builder.append(std::to_string(latency(n))), latency(n));
            addText(builder, "user", n % 2 == 0 ? "zoe" : "Anna");
        }, [](int n) { return R"({"is":"request )" + std::to_string(n) + R"("})"; });
        (void)committed();
    }
    static int latency(int n) { return n * 7919 % 30'011; }

    void clickRow(int row, Qt::KeyboardModifiers keys = {})
    {
        const QRect place = sorted().visualRect(sorted().model()->index(row, 0));
        QTest::mouseClick(sorted().viewport(), Qt::LeftButton, keys, place.center());
    }
    void clickTitle(ColumnHeader& header, const char* field)
    {
        for (const ColumnPlace& place : header.places()) {
            if (place.field == field)
                QTest::mouseClick(&header, Qt::LeftButton, {}, {place.left + 8, 10});
        }
    }
    SortedResult& result() { return *page.findChild<SortedResult*>(); }
    SortedList& sorted() { return result().sorted(); }
    QString label() { return page.findChild<PlainLabel*>(QStringLiteral("sortedBy"))->text(); }
    QStringList column(const char* field)
    {
        QStringList values;
        for (const LogRow& row : sorted().rows())
            values << row.cell(field).text;
        return values;
    }
    /// True when the latencies stand so, with those that have none at the end.
    bool isInOrder(bool isDescending)
    {
        const QStringList values = column("latency_ms");
        auto end = std::find(values.begin(), values.end(), QString());
        if (std::any_of(end, values.end(), [](const QString& v) { return !v.isEmpty(); }))
            return false;
        return !values.isEmpty()
            && std::is_sorted(values.begin(), end, [&](const QString& a, const QString& b) {
                   return isDescending ? a.toInt() > b.toInt() : a.toInt() < b.toInt();
               });
    }

};

} // namespace

class tst_Sorting final : public QObject
{
    Q_OBJECT

private slots:
    void aClickOnATitleSortsTheNewestAndSaysSo();
    void anotherClickTurnsItRoundAndAThirdGoesBack();
    void textsComeAfterNumbersWhicheverWay();
    void whatIsChosenIsThereWhenTheOrderIsThatOfTimeAgain();
    void anotherQueryIsSortedToo();
    void goingOnToFollowEndsIt();
    void textsAndLevelsAreSortedAsWhatTheyAre();
    void theKeyboardAndTheMenuSort();
    void severalRowsAreSelectedByKeysAndMouse();
    void whatIsSelectedIsCopiedInTheOrderThatIsSeen();
    void columnsAreSizedByTheMouseThere();
};

void tst_Sorting::aClickOnATitleSortsTheNewestAndSaysSo()
{
    Fixture f(12'000);
    QTRY_COMPARE(f.page.rows().count(), 12'000U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QVERIFY(f.page.rows().isPaused());
    QVERIFY(!f.page.list().isVisible());
    QTRY_COMPARE(f.sorted().rows().size(), SortedResult::most);
    QVERIFY(f.label().contains(QStringLiteral("Newest 10,000 of the result, sorted by latency_ms")));
    QVERIFY(f.isInOrder(true));
    // The newest: none of the first two thousand.
    for (const LogRow& row : f.sorted().rows())
        QVERIFY(number(row.key.seq) > 2000);
    QVERIFY(f.sorted().header().accessibleDescription().contains(QStringLiteral("sorted by latency_ms")));
    QTest::keyClick(&f.sorted(), Qt::Key_Escape);
    QVERIFY(f.page.list().isVisible());
    QVERIFY(f.page.list().hasFocus());
    QVERIFY(!f.page.list().header().accessibleDescription().contains(QStringLiteral("sorted")));
}

void tst_Sorting::anotherClickTurnsItRoundAndAThirdGoesBack()
{
    Fixture f(300);
    QTRY_COMPARE(f.page.rows().count(), 300U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_VERIFY(f.isInOrder(true));
    QVERIFY(f.label().contains(QStringLiteral("All 300")));
    f.clickTitle(f.sorted().header(), "latency_ms");
    QTRY_VERIFY(f.isInOrder(false));
    f.clickTitle(f.sorted().header(), "latency_ms");
    QVERIFY(f.page.list().isVisible());
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_VERIFY(f.isInOrder(true));
    f.clickTitle(f.sorted().header(), "time");
    QVERIFY(f.page.list().isVisible());
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_VERIFY(f.isInOrder(true));
    QTest::mouseClick(f.result().findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(f.page.list().isVisible());
}

void tst_Sorting::textsComeAfterNumbersWhicheverWay()
{
    IndexedPage f;
    f.push(90, [](EventBatchBuilder& builder, int n) {
        builder.setBody(builder.append("request"));
        if (n % 9 == 0)
            addText(builder, "status", "-");
        else
            builder.addField("status", ValueType::Int, builder.append(std::to_string(n)), n);
    });
    QVERIFY(f.committed());
    const auto reader = IndexReader::open(f.index.folder());
    QVERIFY(reader);
    const View view{*Filter::compile({}), {}, *(*reader)->newest()};
    for (const bool isDescending : {true, false}) {
        const auto sorted = sortedNewest(**reader, view, {"status", isDescending}, 1000,
                                         f.page.rows().form(), {});
        QVERIFY(sorted);
        QCOMPARE(sorted->rows.size(), std::size_t{90});
        // The ten that are no numbers, the newest first.
        QCOMPARE(number(sorted->rows[80].key.seq), std::uint64_t{82});
        QCOMPARE(number(sorted->rows[89].key.seq), std::uint64_t{1});
        QCOMPARE(number(sorted->rows[0].key.seq), std::uint64_t{isDescending ? 90U : 2U});
    }
}

void tst_Sorting::whatIsChosenIsThereWhenTheOrderIsThatOfTimeAgain()
{
    Fixture f(2000);
    QTRY_COMPARE(f.page.rows().count(), 2000U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{2000});
    const EventKey third = f.sorted().rows()[2].key;
    const QRect place = f.sorted().visualRect(f.sorted().model()->index(2, 0));
    QTest::mouseClick(f.sorted().viewport(), Qt::LeftButton, {}, place.center());
    QVERIFY(f.page.list().selected() == third);
    QVERIFY(f.result().isSorted());
    QTest::keyClick(&f.sorted(), Qt::Key_Down);
    const EventKey fourth = f.sorted().rows()[3].key;
    QVERIFY(f.page.list().selected() == fourth);
    QTest::keyClick(&f.sorted(), Qt::Key_Escape);
    QVERIFY(f.page.list().selected() == fourth);
    QTRY_VERIFY(std::ranges::any_of(f.page.list().lines(), [&](const ListGeometry::Line& line) {
        const LogRow* row = f.page.rows().row(line.row);
        return row != nullptr && row->key == fourth;
    }));
    // What leads to another event leads out of the order.
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{2000});
    f.page.list().scrollTo(third);
    QVERIFY(!f.result().isSorted());
}

void tst_Sorting::anotherQueryIsSortedToo()
{
    Fixture f(1000);
    QTRY_COMPARE(f.page.rows().count(), 1000U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{1000});
    f.page.setQuery(QStringLiteral("user:Anna"));
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{500});
    QVERIFY(f.isInOrder(true));
    f.page.setQuery(QStringLiteral("nothing_at_all"));
    QTRY_VERIFY(f.sorted().rows().empty());
    f.page.setQuery({});
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{1000});
    // Nothing comes in while it is sorted.
    f.write(10);
    QTRY_COMPARE(f.page.rows().newCount(), 10U);
    QCOMPARE(f.sorted().rows().size(), std::size_t{1000});
}

void tst_Sorting::goingOnToFollowEndsIt()
{
    Fixture f(200);
    QTRY_COMPARE(f.page.rows().count(), 200U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{200});
    f.range.setPaused(false);
    QVERIFY(f.page.list().isVisible());
    QVERIFY(f.sorted().rows().empty());
}

void tst_Sorting::textsAndLevelsAreSortedAsWhatTheyAre()
{
    Fixture f(100);
    QTRY_COMPARE(f.page.rows().count(), 100U);
    f.clickTitle(f.page.list().header(), "user");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{100});
    const QStringList users = f.column("user");
    QCOMPARE(users.indexOf(QStringLiteral("zoe")), 50);
    QCOMPARE(users.lastIndexOf(QStringLiteral("Anna")), 49);
    // Of equals the newest first.
    QVERIFY(f.sorted().rows()[0].key > f.sorted().rows()[1].key);
    f.clickTitle(f.sorted().header(), "level");
    QTRY_COMPARE(f.sorted().rows().front().severity, SeverityClass::Error);
    QCOMPARE(f.sorted().rows().back().severity, SeverityClass::Info);
}

void tst_Sorting::theKeyboardAndTheMenuSort()
{
    Fixture f(50);
    QTRY_COMPARE(f.page.rows().count(), 50U);
    ColumnHeader& header = f.page.list().header();
    header.setFocus();
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(&header, Qt::Key_Right);
    QTest::keyClick(&header, Qt::Key_Return);
    QTRY_VERIFY(f.isInOrder(true));
    QMenu menu;
    f.sorted().header().fillMenu(menu, 0);
    menu.actions().front()->trigger();
    QVERIFY(f.page.list().isVisible());
    QMenu other;
    header.fillMenu(other, 2);
    QCOMPARE(other.actions().front()->text(), QStringLiteral("Sort by latency_ms"));
    other.actions().front()->trigger();
    QTRY_VERIFY(f.isInOrder(true));
}

void tst_Sorting::severalRowsAreSelectedByKeysAndMouse()
{
    Fixture f(300);
    QTRY_COMPARE(f.page.rows().count(), 300U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), std::size_t{300});
    using Places = std::vector<std::size_t>;
    f.clickRow(2);
    QCOMPARE(f.sorted().selectedPlaces(), Places{2});
    QTest::keyClick(&f.sorted(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&f.sorted(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(f.sorted().selectedPlaces(), (Places{2, 3, 4}));
    QVERIFY(f.page.list().selected() == f.sorted().rows()[4].key); // whose details are shown
    QVERIFY(f.result().isSorted());
    QTest::keyClick(&f.sorted(), Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(f.sorted().selectedPlaces(), (Places{2, 3}));
    f.clickRow(6, Qt::ShiftModifier);
    QCOMPARE(f.sorted().selectedPlaces(), (Places{2, 3, 4, 5, 6}));
    f.clickRow(4, Qt::ControlModifier);
    f.clickRow(9, Qt::ControlModifier);
    QCOMPARE(f.sorted().selectedPlaces(), (Places{2, 3, 5, 6, 9}));
    QTest::keyClick(&f.sorted(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(f.sorted().selectedPlaces().size(), std::size_t{300});
    f.clickRow(1);
    QCOMPARE(f.sorted().selectedPlaces(), Places{1});
    QTest::keyClick(&f.sorted(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(f.sorted().selectedPlaces().size(), std::size_t{299});
}

void tst_Sorting::whatIsSelectedIsCopiedInTheOrderThatIsSeen()
{
    Fixture f(12'000);
    QTRY_COMPARE(f.page.rows().count(), 12'000U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_COMPARE(f.sorted().rows().size(), SortedResult::most);
    const auto requests = [&f](std::initializer_list<std::size_t> places) {
        QStringList bodies;
        for (const std::size_t place : places)
            bodies << f.sorted().rows()[place].body();
        return bodies;
    };
    f.clickRow(1);
    f.clickRow(3, Qt::ShiftModifier);
    f.clickRow(6, Qt::ControlModifier);
    QTest::keyClick(&f.sorted(), Qt::Key_C, Qt::ControlModifier);
    const QClipboard& clipboard = *QGuiApplication::clipboard();
    QTRY_COMPARE(clipboard.text().count(QLatin1Char('\n')), 3);
    const QStringList lines = clipboard.text().split(QLatin1Char('\n'));
    const QStringList wanted = requests({1, 2, 3, 6});
    for (int i = 0; i < 4; ++i)
        QVERIFY2(lines[i].endsWith(wanted[i]) && lines[i].contains(QStringLiteral("Anna"))
                     != lines[i].contains(QStringLiteral("zoe")), qPrintable(lines[i]));
    QTest::keyClick(&f.sorted(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QStringList payloads;
    for (const QString& body : wanted)
        payloads << QStringLiteral("{\"is\":\"%1\"}").arg(body);
    QTRY_COMPARE(clipboard.text(), payloads.join(QLatin1Char('\n')));
    // All that are sorted: a turn for some of them at a time.
    QTest::keyClick(&f.sorted(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&f.sorted(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(clipboard.text().count(QLatin1Char('\n')), 9999);
    QVERIFY(clipboard.text().startsWith(f.page.list().lineText(f.sorted().rows().front())));
    QTest::keyClick(&f.sorted(), Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
    QTRY_COMPARE(clipboard.text().count(QLatin1Char('\n')), 10'000); // a line an event
}

void tst_Sorting::columnsAreSizedByTheMouseThere()
{
    Fixture f(50);
    QTRY_COMPARE(f.page.rows().count(), 50U);
    f.clickTitle(f.page.list().header(), "latency_ms");
    QTRY_VERIFY(f.isInOrder(true));
    ColumnHeader& header = f.sorted().header();
    const ColumnPlace before = header.places()[2];
    const QPoint edge(before.right() + columnGap / 2, 10);
    QTest::mouseMove(&header, edge);
    QCOMPARE(header.cursor().shape(), Qt::SplitHCursor);
    QTest::mousePress(&header, Qt::LeftButton, {}, edge);
    QTest::mouseMove(&header, edge + QPoint(20, 0));
    QTest::mouseMove(&header, edge + QPoint(45, 0));
    QTest::mouseRelease(&header, Qt::LeftButton, {}, edge + QPoint(45, 0));
    QVERIFY(f.isInOrder(true)); // an edge is no title
    QCOMPARE(header.places()[2].width, before.width + 45);
    QCOMPARE(f.page.list().header().places()[2].width, before.width + 45);
    QCOMPARE(header.places()[3].left, before.right() + columnGap + 45);
    QTest::mouseDClick(&header, Qt::LeftButton, {}, edge + QPoint(45, 0));
    QVERIFY(header.places()[2].width < before.width + 45); // as wide as what is seen
}

QTEST_MAIN(tst_Sorting)
#include "tst_sorting.moc"
