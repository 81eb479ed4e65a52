// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/aroundview.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/eventlist.h"
#include "ui/logs/fieldlist.h"
#include "ui/logs/hexview.h"
#include "ui/logs/jsonview.h"
#include "ui/logs/messageview.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/statisticspanel.h"
#include "ui/logs/tracetimeline.h"
#include "ui/logs/traceview.h"
#include "ui/models/eventlines.h"
#include "ui/models/jsontree.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTemporaryFile>
#include <QTest>

#include "orderspage.h"

using namespace weir;
using namespace weir::test;

namespace {

QString entryOf(const std::vector<EventDetails::Entry>& entries, const char* name)
{
    for (const auto& entry : entries) {
        if (entry.name == QLatin1String(name))
            return entry.value;
    }
    return {};
}

} // namespace

class tst_Details final : public QObject
{
    Q_OBJECT

private slots:
    void fieldsAreTypedAndGroupedAndTimesAreInTheChosenZone();
    void theMenuOfANumberHasItsStatistics();
    void filterAndExcludeAreClickedAtWhereTheyAreWritten();
    void jsonIsATreeThatFiltersAndCopies();
    void jsonIsBoundedWhateverIsSent();
    void hexShowsSixteenMebibytesAtOnceAndCopiesWhatIsMarked();
    void aTraceIsShownAcrossServicesAndAClickSelects();
    void keysOfAnEventWorkFromItsDetailsToo();
    void whatCameAroundIsOfTheSameSourceWithoutTheFilter();
    void whoSelectsANeighbourInTheListSeesThatOneMarkedAround();
    void theMessageIsReadWholeAndThePayloadLineByLine();
};

void tst_Details::fieldsAreTypedAndGroupedAndTimesAreInTheChosenZone()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    QVERIFY(f.select(19));
    EventDetails details = *f.details().details();
    QCOMPARE(entryOf(details.event, "source"), QStringLiteral("orders"));
    QCOMPARE(entryOf(details.fields, "n"), QStringLiteral("19"));
    QCOMPARE(entryOf(details.position, "partition"), QStringLiteral("2"));
    QCOMPARE(entryOf(details.position, "offset"), QStringLiteral("19"));
    QVERIFY(!details.fields.front().isText);

    details.key.time = *parseTime("2026-07-01T12:00:00.001500000Z");
    details.received = details.key.time + std::chrono::milliseconds(12);
    const auto utc = timesOf(details, "UTC");
    QCOMPARE(entryOf(utc, "time"), QStringLiteral("2026-07-01 12:00:00.001500 UTC"));
    QCOMPARE(entryOf(utc, "received"), QStringLiteral("2026-07-01 12:00:00.013500 UTC (12ms later)"));
    const auto there = timesOf(details, "Asia/Tokyo");
    QVERIFY(entryOf(there, "time").startsWith(QLatin1String("2026-07-01 21:00:00.001500 ")));
    QCOMPARE(timesOf(details, "Nowhere/Such").front().value, utc.front().value);
    details.key.time = TimePoint::min();
    QVERIFY(!entryOf(timesOf(details, "UTC"), "received").contains(QLatin1String("later")));
}

void tst_Details::theMenuOfANumberHasItsStatistics()
{
    OrdersPage f;
    f.write(100);
    QVERIFY(f.committed());
    QVERIFY(f.select(42));
    auto& fields = f.part<FieldList>();
    const auto statisticsAt = [&fields](int y, bool choose) {
        std::optional<bool> isEnabled;
        const QPoint at(20, y);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, fields.viewport()->mapToGlobal(at));
        QApplication::sendEvent(fields.viewport(), &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (menu == nullptr)
            return isEnabled;
        for (QAction* action : menu->actions()) {
            if (action->text() != QLatin1String("Statistics"))
                continue;
            isEnabled = action->isEnabled();
            if (choose && *isEnabled)
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        }
        menu->close();
        return isEnabled;
    };
    auto& statistics = f.part<StatisticsPanel>();
    int offered = 0;
    for (int y = 4; y < fields.viewport()->height() && !statistics.isVisible(); y += 12)
        offered += statisticsAt(y, true).value_or(false) ? 1 : 0;
    QCOMPARE(offered, 1); // severity, source and service are no numbers
    QVERIFY(statistics.isVisible());
    QCOMPARE(statistics.field(), std::string("n"));
}

void tst_Details::filterAndExcludeAreClickedAtWhereTheyAreWritten()
{
    OrdersPage f;
    f.write(100);
    QVERIFY(f.committed());
    QVERIFY(f.select(42));
    auto& fields = f.part<FieldList>();
    const EventDetails& details = *f.details().details();
    std::vector<EventDetails::Entry> offered; // in the order of their lines
    for (const auto* entries : {&details.event, &details.fields}) {
        std::copy_if(entries->begin(), entries->end(), std::back_inserter(offered),
                     [](const EventDetails::Entry& entry) { return !entry.field.empty(); });
    }
    const auto service = std::find_if(offered.begin(), offered.end(), [](const auto& entry) {
        return entry.field == "service.name";
    });
    QVERIFY(service != offered.end());
    const QColor written = f.theme.colors().accent;
    // From the first to the last pixel of the two words; nothing where a line offers none.
    const auto wordsAt = [&](int y) {
        QTest::mouseMove(fields.viewport(), {30, y});
        const QImage picture = fields.viewport()->grab().toImage();
        std::optional<std::pair<QPoint, QPoint>> words;
        for (int x = 0; x < picture.width(); ++x) {
            for (int dy = -4; dy <= 4; ++dy) {
                if (y + dy < 0 || picture.pixelColor(x, y + dy) != written)
                    continue;
                words = {words ? words->first : QPoint(x, y), QPoint(x, y)};
            }
        }
        return words;
    };
    std::vector<std::pair<QPoint, QPoint>> lines;
    bool wasOffered = false;
    for (int y = 8; y < fields.viewport()->height() - 8; y += 4) {
        const auto words = wordsAt(y);
        if (words && !wasOffered)
            lines.push_back(*words);
        wasOffered = words.has_value();
    }
    const auto line = static_cast<std::size_t>(service - offered.begin());
    QVERIFY2(lines.size() >= offered.size(), qPrintable(QString::number(lines.size())));
    const auto [filter, exclude] = lines[line];
    const auto words = wordsAt(filter.y());
    QVERIFY(words);
    QTest::mouseClick(fields.viewport(), Qt::LeftButton, {}, words->first + QPoint(3, 0));
    QTRY_COMPARE(f.page.state().query, QStringLiteral("n:42 service:gateway"));
    QTRY_VERIFY(f.page.rows().isCurrent() && f.page.rows().count() == 1U);
    f.page.setQuery({});
    QTRY_COMPARE(f.page.rows().count(), 200U);
    QTest::mouseMove(fields.viewport(), {30, exclude.y()});
    QTest::mouseClick(fields.viewport(), Qt::LeftButton, {}, words->second - QPoint(3, 0));
    QTRY_COMPARE(f.page.state().query, QStringLiteral("not service:gateway"));
}

void tst_Details::jsonIsATreeThatFiltersAndCopies()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    QVERIFY(f.select(7));
    click(f.details(), QStringLiteral("JSON"));
    auto& view = f.part<JsonView>();
    auto* tree = qobject_cast<JsonTree*>(view.model());
    const QAbstractItemModelTester tester(tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(tree->rowCount(), 2);
    const QModelIndex user = tree->index(1, 0);
    QCOMPARE(user.data().toString(), QStringLiteral("user"));
    QVERIFY(view.isExpanded(user));
    const QModelIndex id = tree->index(0, 0, user);
    QCOMPARE(tree->path(id), std::string("user.id"));
    QCOMPARE(tree->path(tree->index(1, 0, tree->index(1, 0, user))), std::string("user.tags.1"));
    view.setCurrentIndex(id);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("4711"));
    view.setCurrentIndex(tree->index(0, 0));
    QTest::keyClick(&view, Qt::Key_Minus);
    QTRY_VERIFY(f.part<QueryEdit>().text().endsWith(QLatin1String("not n:7")));
}

void tst_Details::jsonIsBoundedWhateverIsSent()
{
    const auto deep = JsonDocument::parse(std::string(500, '[') + std::string(500, ']'));
    QVERIFY(deep);
    QVERIFY(deep->isCut());
    QCOMPARE(deep->size(), std::size_t{JsonDocument::maxDepth});
    std::string wide = "[";
    for (int i = 0; i < 300'000; ++i)
        wide += "1,";
    const auto many = JsonDocument::parse(wide + "1]");
    QVERIFY(many);
    QVERIFY(many->isCut());
    QCOMPARE(many->size(), JsonDocument::maxNodes);
    JsonTree tree;
    tree.setDocument(many);
    const QModelIndex last = tree.index(tree.rowCount() - 1, 0);
    QVERIFY(last.data(JsonTree::IsHintRole).toBool());
    QVERIFY(!tree.parent(last).isValid());

    QVERIFY(!JsonDocument::parse(std::string(JsonDocument::maxBytes + 1, '[')));
    for (const char* broken : {"", "  ", "1", "\"a\"", "{", "[1,]", "{\"a\":1}x", "[1] [2]", "{\"a\" 1}", "nul"})
        QVERIFY2(!JsonDocument::parse(broken), broken);
    const auto odd = JsonDocument::parse(R"({"big":123456789012345678901234567890,"e":1e400,"s":"\ud800","":null})");
    QVERIFY(odd);
    QCOMPARE(odd->node(1).value, std::string("123456789012345678901234567890"));
    QCOMPARE(odd->node(2).value, std::string("1e400"));
}

void tst_Details::hexShowsSixteenMebibytesAtOnceAndCopiesWhatIsMarked()
{
    Theme theme(*qApp);
    HexView view(theme);
    QByteArray bytes(qsizetype{16} << 20, 'x');
    bytes.replace(0, 6, QByteArray("A\0\xff z\n", 6));
    view.resize(700, 400);
    view.show();
    // Of more than there ever is: whoever makes more than the lines in view does not come to an end.
    constexpr qsizetype huge = qsizetype{16} << 30;
    QTemporaryFile sparse;
    QVERIFY(sparse.open() && sparse.resize(huge));
    const auto* zeros = reinterpret_cast<const char*>(sparse.map(0, huge));
    QVERIFY(zeros != nullptr);
    view.setBytes(QByteArray::fromRawData(zeros, huge));
    view.goTo(huge - 1);
    (void)view.grab();
    QCOMPARE(view.marked().first, huge - 1);

    view.setBytes(bytes);
    view.goTo(bytes.size() - 1);
    QCOMPARE(view.marked(), (std::pair<qsizetype, qsizetype>(bytes.size() - 1, bytes.size())));
    QVERIFY(view.lineText(0).startsWith(QLatin1String("00000000  41 00 ff 20 7a 0a 78 78  78")));
    QVERIFY(view.lineText(0).endsWith(QString::fromUtf8("A·· z·xxxxxxxxxx")));

    QString copied;
    connect(&view, &HexView::copyWanted, this, [&](const QString& text) { copied = text; });
    view.goTo(0);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied, QStringLiteral("41 00 ff"));
    QTest::keyClick(&view, Qt::Key_End);
    QCOMPARE(view.marked().first, bytes.size() - 1);
    view.setBytes({});
    QTest::keyClick(&view, Qt::Key_End);
    QVERIFY(view.markedBytes().isEmpty());
}

/// Where there is no room for both, the details have the keys as soon as one of these was pressed.
void tst_Details::keysOfAnEventWorkFromItsDetailsToo()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    f.page.resize(440, 500);
    QVERIFY(f.select(4));
    const auto press = [&](Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); };
    press(Qt::Key_C);
    QCOMPARE(f.details().tab(), DetailsPanel::Tab::Around);
    QVERIFY(!f.page.list().isVisible());
    QVERIFY(f.details().isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_T);
    QCOMPARE(f.details().tab(), DetailsPanel::Tab::Trace);
    press(Qt::Key_Escape);
    QVERIFY(f.page.list().hasFocus());
}

void tst_Details::aTraceIsShownAcrossServicesAndAClickSelects()
{
    OrdersPage f;
    f.write(100);
    QVERIFY(f.committed());
    QVERIFY(f.select(55));
    QTest::keyClick(&f.page.list(), Qt::Key_T);
    QCOMPARE(f.details().tab(), DetailsPanel::Tab::Trace);
    auto& timeline = f.part<TraceTimeline>();
    QTRY_COMPARE(timeline.services(), (QStringList{QStringLiteral("gateway"), QStringLiteral("payments")}));
    auto* list = f.part<TraceView>().findChild<EventList*>();
    QCOMPARE(list->lines().size(), std::size_t{10}); // the query has one of them
    QCOMPARE(list->marked()->title, QStringLiteral("order 55"));
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, timeline.dotOf(9));
    QTRY_COMPARE(f.selectedBody(), std::string("order 59"));
    QVERIFY(f.part<QueryEdit>().text().isEmpty()); // it was no match
    QCOMPARE(f.details().tab(), DetailsPanel::Tab::Trace);
    click(f.part<TraceView>(), QStringLiteral("Show in the list"));
    QTRY_COMPARE(f.page.rows().count(), 10U);
    QTRY_COMPARE(f.selectedBody(), std::string("order 59"));
}

void tst_Details::whatCameAroundIsOfTheSameSourceWithoutTheFilter()
{
    OrdersPage f;
    f.write(300);
    QVERIFY(f.committed());
    QVERIFY(f.select(150));
    QTest::keyClick(&f.page.list(), Qt::Key_C);
    QCOMPARE(f.details().tab(), DetailsPanel::Tab::Around);
    auto* list = f.part<AroundView>().findChild<EventList*>();
    QTRY_COMPARE(list->lines().size(), std::size_t{101});
    for (std::size_t i = 0; i < 101; ++i)
        QCOMPARE(list->lines()[i].title, QStringLiteral("order %1").arg(100 + i));
    QCOMPARE(list->marked()->title, QStringLiteral("order 150"));
    click(f.part<AroundView>(), QStringLiteral("More"));
    QTRY_COMPARE(list->lines().size(), std::size_t{201});
    click(f.part<AroundView>(), QStringLiteral("Show in the list"));
    QTRY_COMPARE(f.page.rows().count(), 300U);
    QTRY_COMPARE(f.selectedBody(), std::string("order 150"));
}

void tst_Details::whoSelectsANeighbourInTheListSeesThatOneMarkedAround()
{
    OrdersPage f;
    f.write(300);
    QVERIFY(f.committed());
    f.page.setQuery(QStringLiteral("source:orders"));
    QTRY_COMPARE(f.page.rows().count(), 300U);
    f.page.list().pick(5, ResultList::Pick::Only);
    QTRY_COMPARE(f.selectedBody(), std::string("order 294"));
    f.page.list().setFocus();
    QTest::keyClick(&f.page.list(), Qt::Key_C);
    auto* list = f.part<AroundView>().findChild<EventList*>();
    QTRY_VERIFY(list->marked() != nullptr);
    QCOMPARE(list->marked()->title, QStringLiteral("order 294"));
    const auto isCurrent = [list](int row) {
        const auto* lines = list->findChild<EventLines*>();
        return lines->isCurrent(lines->index(row));
    };
    const std::size_t before = list->lines().size();
    f.page.list().pick(7, ResultList::Pick::Only);
    QTRY_COMPARE(f.selectedBody(), std::string("order 292"));
    QTRY_COMPARE(list->marked()->title, QStringLiteral("order 292"));
    QCOMPARE(list->lines().size(), before); // they stay where they are
    QVERIFY(isCurrent(list->currentIndex().row()));
}

void tst_Details::theMessageIsReadWholeAndThePayloadLineByLine()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    QVERIFY(f.select(3));
    f.details().showTab(DetailsPanel::Tab::Event);
    auto& message = f.part<MessageView>();
    QVERIFY(!message.isVisible()); // the title says it whole
    QCOMPARE(message.toPlainText(), QStringLiteral("order 3"));
    QVERIFY(message.textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    const int oneLine = message.height();
    EventDetails details = *f.details().details();
    details.message = QStringLiteral("java.lang.IllegalStateException\n\tat shop.Cart")
        + QString(2000, QLatin1Char('x'));
    f.details().setDetails(details);
    QTRY_VERIFY(message.isVisible() && message.height() > 2 * oneLine);
    QVERIFY(message.height() < f.details().height() / 2);
    QCOMPARE(message.toPlainText(), details.message);
    f.details().showTab(DetailsPanel::Tab::Text);
    const auto* text = f.details().findChild<QPlainTextEdit*>(QStringLiteral("payloadText"));
    QVERIFY(text->toPlainText().startsWith(
        QLatin1String("{\n  \"n\": 3,\n  \"user\": {\n    \"id\": 4711,")));
    QVERIFY(text->tabStopDistance() >= 8 * QFontMetricsF(text->font()).horizontalAdvance(QLatin1Char(' ')) - 1);
}

QTEST_MAIN(tst_Details)
#include "tst_details.moc"
