// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldscan.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/resultlist.h"
#include "ui/models/fieldsworker.h"

#include <QDropEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>

#include <atomic>

#include "fieldevents.h"

using namespace weir;
using namespace weir::test;

namespace {

const Facets::Field* fieldOf(const Facets& facets, const std::string& name)
{
    for (const Facets::Field& field : facets.fields) {
        if (field.name == name)
            return &field;
    }
    return nullptr;
}

std::map<std::string, std::uint64_t> countsOf(const Facets& facets, const std::string& name)
{
    std::map<std::string, std::uint64_t> counts;
    if (const Facets::Field* field = fieldOf(facets, name)) {
        for (const Facets::Value& value : field->values)
            counts[value.text] = value.count;
    }
    return counts;
}

FilterPtr filterOf(const char* query)
{
    return *Filter::compile(std::get<Query>(parseQuery(query)).filter);
}

FieldsQuestion questionOf(const char* query, TimeRange range)
{
    FieldsQuestion question;
    question.filter = filterOf(query);
    question.range = range;
    return question;
}

/// Finished: what a worker found of all.
Facets allOf(FieldsWorker& worker)
{
    while (worker.isScanning())
        worker.advance();
    return *worker.takeFound().facets;
}

} // namespace

class tst_Facets : public QObject
{
    Q_OBJECT

private slots:
    void countsAreThoseOfAllEventsNotOfTheNewest();
    void aFilterCountsWhatItLetsThroughAlone();
    void whatIsNewIsAddedAndWhatHasLeftIsTakenAway();
    void afterALongPauseCountingBeginsAnew();
    void headersAloneGiveSeverityAndSourceAtOnce();
    void catchingUpIsDoneBlockByBlockToo();
    void anotherQuestionEndsCountingWithinABlock();
    void countingBeginsWithTheRowsOrAMomentLater();
    void aFieldOfManyValuesIsNamedAndNotListed();
    void aClickFiltersAltExcludesAndAgainRemoves();
    void valuesOfOneFieldGoTogether();
    void aFieldThatIsFilteredKeepsItsOtherValues();
    void ctrlClickAddsAValueAndAClickLeavesOne();
    void afterAClickNothingMovesBelowTheMouse();
    void aConditionIsTakenOutAndTheRestStays();
    void theTitleStaysWhileTheFieldsScroll();
    void keysFilterExcludeAndAddAColumn();
    void aFieldThatIsDroppedOnTheListBecomesAColumn();
};

void tst_Facets::countsAreThoseOfAllEventsNotOfTheNewest()
{
    FieldEvents f;
    for (int i = 0; i < 5; ++i)
        f.write(2000);
    QVERIFY(f.committed());
    auto* panel = f.page.findChild<FacetsPanel*>();
    QTRY_COMPARE(panel->facets().counted, 10'000U);
    QTRY_VERIFY(panel->facets().isComplete);
    const Facets& facets = panel->facets();
    QCOMPARE(countsOf(facets, "severity"), f.counted([](const auto& e) { return e.severity; }));
    QCOMPARE(countsOf(facets, "service.name"), f.counted([](const auto& e) { return e.service; }));
    QCOMPARE(countsOf(facets, "host.name"), f.counted([](const auto& e) { return e.host; }));
    QCOMPARE(countsOf(facets, "source").at("orders"), 10'000U);
    QCOMPARE(facets.fields[0].name, std::string("severity"));
    QCOMPARE(facets.fields[1].name, std::string("service.name"));
    QCOMPARE(facets.fields[2].name, std::string("source"));
    QCOMPARE(facets.fields[3].name, std::string("host.name"));
}

void tst_Facets::aFilterCountsWhatItLetsThroughAlone()
{
    FieldEvents f;
    f.write(3000);
    QVERIFY(f.committed());
    FieldsWorker worker(f.index.folder(), [] { return false; });
    worker.begin(questionOf("service:ledger level:error", {}));
    const Facets facets = allOf(worker);
    const auto hosts = f.counted([](const auto& e) {
        return e.service == "ledger" && e.severity == "error" ? e.host : std::string();
    });
    QCOMPARE(countsOf(facets, "host.name"), hosts);
    QCOMPARE(countsOf(facets, "service.name").size(), std::size_t{1});
}

void tst_Facets::whatIsNewIsAddedAndWhatHasLeftIsTakenAway()
{
    FieldEvents f;
    f.write(1000, std::chrono::minutes(10));
    f.write(1000);
    QVERIFY(f.committed());
    FieldsWorker worker(f.index.folder(), [] { return false; });
    const TimePoint now = f.parts.clock.now();
    worker.begin(questionOf("", {now - std::chrono::minutes(15), TimePoint::max()}));
    QCOMPARE(allOf(worker).events, 2000U);
    f.write(500);
    QVERIFY(f.committed());
    worker.follow(EventSeq{f.index.committedSeq()}, now - std::chrono::minutes(15));
    QCOMPARE(worker.takeFound().facets->counted, 2000U); // it has not begun anew
    QCOMPARE(allOf(worker).events, 2500U);
    const TimePoint from = now - std::chrono::minutes(5);
    worker.follow(EventSeq{f.index.committedSeq()}, from);
    const Facets facets = allOf(worker);
    QCOMPARE(facets.events, 1500U);
    QCOMPARE(facets.counted, 1500U);
    QCOMPARE(countsOf(facets, "host.name"), f.counted([from](const auto& e) {
        return e.time >= from ? e.host : std::string();
    }));
}

void tst_Facets::afterALongPauseCountingBeginsAnew()
{
    FieldEvents f;
    for (int i = 0; i < 4; ++i) {
        f.write(1000, std::chrono::minutes(10));
        QVERIFY(f.committed());
    }
    const TimePoint now = f.parts.clock.now();
    FieldsWorker worker(f.index.folder(), [] { return false; });
    worker.begin(questionOf("", {now - std::chrono::minutes(15), TimePoint::max()}));
    QCOMPARE(allOf(worker).events, 4000U);
    f.write(700);
    QVERIFY(f.committed());
    const TimePoint from = now - std::chrono::minutes(5);
    worker.follow(EventSeq{f.index.committedSeq()}, from);
    QVERIFY(worker.isScanning()); // a turn at a time, not all that is gone in one
    const Facets facets = allOf(worker);
    QCOMPARE(facets.events, 700U);
    QCOMPARE(facets.counted, 700U);
    QCOMPARE(countsOf(facets, "host.name"), f.counted([from](const auto& e) {
        return e.time >= from ? e.host : std::string();
    }));
    // A range without a beginning is not left.
    worker.begin(questionOf("", {}));
    QCOMPARE(allOf(worker).events, 4700U);
    worker.follow(EventSeq{f.index.committedSeq()}, TimePoint::min());
    QVERIFY(!worker.takeFound().facets);
}

void tst_Facets::catchingUpIsDoneBlockByBlockToo()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    auto reader = std::move(*IndexReader::open(f.index.folder()));
    FieldScan scan(*reader, {filterOf("card"), {}, *reader->newest()}, {});
    QVERIFY(bool(scan.begin()));
    QVERIFY(!scan.isFollowing());
    while (*scan.step()) { }
    for (int i = 0; i < 3; ++i) {
        f.write(1000);
        QVERIFY(f.committed());
    }
    QVERIFY(bool(scan.extendTo(*reader->newest())));
    QVERIFY(scan.isFollowing() && !scan.isComplete());
    QCOMPARE(scan.tally().events(), 1000U);
    QVERIFY(*scan.step());
    QVERIFY(scan.tally().events() < 4000U);
    while (*scan.step()) { }
    QVERIFY(scan.isComplete());
    QCOMPARE(scan.tally().events(), 4000U);
    QCOMPARE(scan.eventsCounted(), 4000U);
}

void tst_Facets::anotherQuestionEndsCountingWithinABlock()
{
    FieldEvents f;
    for (int i = 0; i < 4; ++i) {
        f.write(1000);
        QVERIFY(f.committed()); // a block
    }
    bool isAsked = true;
    FieldsWorker worker(f.index.folder(), [&isAsked] { return isAsked; });
    worker.begin(questionOf("service:ledger", {}));
    worker.advance();
    const Facets none = *worker.takeFound().facets;
    QCOMPARE(none.blocksDone, std::size_t{0});
    QVERIFY(none.blocksTotal > 0 && !none.isComplete);
    isAsked = false;
    QVERIFY(allOf(worker).isComplete);
}

/// The list has the processors until it shows something; and if it shows nothing, not for long.
void tst_Facets::countingBeginsWithTheRowsOrAMomentLater()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    std::atomic<int> told = 0;
    FieldsFeed feed(f.index.folder(), [&told] { ++told; });
    FieldsQuestion question = questionOf("service:ledger", {});
    question.ceiling = EventSeq{1000};
    feed.ask(question);
    feed.rowsAreThere();
    QTRY_VERIFY(told > 0);
    QVERIFY(feed.takeFacets().has_value());
    told = 0;
    QElapsedTimer since;
    since.start();
    question.filter = filterOf("service:billing");
    feed.ask(question);
    QTRY_VERIFY(told > 0);
    QVERIFY(since.elapsed() >= 25);
    QVERIFY(feed.takeFacets().has_value());
}

void tst_Facets::headersAloneGiveSeverityAndSourceAtOnce()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    auto reader = std::move(*IndexReader::open(f.index.folder()));
    FieldScan scan(*reader, {filterOf("level>=error"), {}, *reader->newest()}, {});
    QVERIFY(bool(scan.begin()));
    QVERIFY(!scan.isComplete());
    QVERIFY(scan.areHeadersEnough());
    QCOMPARE(scan.tally().events(), 200U);
    QCOMPARE(scan.tally().fields().at("severity").values.at("error"), 200U);
    while (*scan.step()) { }
    QCOMPARE(scan.tally().events(), 200U);
    QCOMPARE(scan.tally().fields().at("severity").events, 200U);
    QCOMPARE(scan.eventsCounted(), 200U);
}

void tst_Facets::aFieldOfManyValuesIsNamedAndNotListed()
{
    FieldTally tally;
    FieldTally::Field* field = tally.field("id");
    for (std::size_t i = 0; i <= FieldTally::maxValues; ++i)
        FieldTally::add(*field, std::to_string(i), 1);
    QVERIFY(field->hasManyValues);
    QVERIFY(field->values.empty());
    QCOMPARE(field->events, FieldTally::maxValues + 1);
}

void tst_Facets::aClickFiltersAltExcludesAndAgainRemoves()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    auto* panel = f.page.findChild<FacetsPanel*>();
    auto* query = f.page.findChild<QueryEdit*>();
    QTRY_VERIFY(panel->facets().isComplete && panel->facets().counted == 1000U);
    const QPoint info(60, 36 + 24 + 10); // the first value below the first name
    const std::string first = panel->facets().fields[0].values[0].text;
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, info);
    QCOMPARE(query->text(), QStringLiteral("level:") + QString::fromStdString(first));
    QTRY_COMPARE(f.page.rows().count(), 800U);
    QTRY_COMPARE(panel->facets().counted, 800U);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, info);
    QCOMPARE(query->text(), QString());
    QTRY_COMPARE(f.page.rows().count(), 1000U);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, Qt::AltModifier, info);
    QCOMPARE(query->text(), QStringLiteral("not level:") + QString::fromStdString(first));
    QTRY_COMPARE(f.page.rows().count(), 200U);

    // It does not occur any more, and is still there, so that it can be taken away again.
    QTRY_COMPARE(panel->facets().counted, 200U);
    QCOMPARE(panel->facets().fields[0].values[0].text, first);
    QTRY_COMPARE(panel->facets().fields[0].values[0].count, 800U);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, Qt::ShiftModifier, info);
    QCOMPARE(query->text(), QString());
    QTRY_COMPARE(f.page.rows().count(), 1000U);
}

void tst_Facets::valuesOfOneFieldGoTogether()
{
    const auto toggled = [](const char* query, const char* value, bool exclude) {
        return QueryTerms(QString::fromUtf8(query)).toggled("service.name", value, exclude);
    };
    QCOMPARE(toggled("service:a", "b", false), QStringLiteral("service:(a or b)"));
    QCOMPARE(toggled("x service:(a or b) y", "a", false), QStringLiteral("x service:b y"));
    QCOMPARE(toggled("service:a", "a", true), QStringLiteral("not service:a"));
    QCOMPARE(toggled("not service:a", "b", true), QStringLiteral("not service:(a or b)"));
    QCOMPARE(toggled("a or b", "c d", false), QStringLiteral("(a or b) service:\"c d\""));
    QCOMPARE(toggled("error | count by host", "c", false),
             QStringLiteral("error service:c | count by host"));
}

void tst_Facets::aFieldThatIsFilteredKeepsItsOtherValues()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    auto* panel = f.page.findChild<FacetsPanel*>();
    QTRY_VERIFY(panel->facets().isComplete && panel->facets().counted == 1000U);
    f.page.setQuery(QStringLiteral("service:payments level:error"));
    const auto areCounted = [&] {
        const Facets& now = panel->facets();
        return countsOf(now, "service.name") == f.counted([](const auto& e) {
                   return e.severity == "error" ? e.service : std::string();
               })
            && countsOf(now, "severity") == f.counted([](const auto& e) {
                   return e.service == "payments" ? e.severity : std::string();
               })
            && countsOf(now, "host.name") == f.counted([](const auto& e) {
                   return e.service == "payments" && e.severity == "error" ? e.host : std::string();
               });
    };
    QTRY_VERIFY(areCounted());
    f.write(500); // and what comes is counted on
    QVERIFY(f.committed());
    QTRY_VERIFY(areCounted());
}

void tst_Facets::ctrlClickAddsAValueAndAClickLeavesOne()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    auto* panel = f.page.findChild<FacetsPanel*>();
    auto* query = f.page.findChild<QueryEdit*>();
    QTRY_VERIFY(panel->facets().isComplete && panel->facets().counted == 1000U);
    const auto services = panel->facets().fields[1].values;
    const auto nameOf = [&](std::size_t at) { return services[at].shown; };
    const QPoint first(60, 36 + 24 + 2 * 22 + 10 + 24 + 10); // below the two severities
    const QPoint second = first + QPoint(0, 22);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, first);
    QCOMPARE(query->text(), QLatin1String("service:") + nameOf(0));
    QTRY_COMPARE(f.page.rows().count(), services[0].count);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, Qt::ControlModifier, second);
    QCOMPARE(query->text(), QStringLiteral("service:(%1 or %2)").arg(nameOf(0), nameOf(1)));
    QTRY_COMPARE(f.page.rows().count(), services[0].count + services[1].count);
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, second);
    QCOMPARE(query->text(), QLatin1String("service:") + nameOf(1));
    QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, second);
    QCOMPARE(query->text(), QString());
}

void tst_Facets::afterAClickNothingMovesBelowTheMouse()
{
    Theme theme(*qApp);
    FacetsPanel panel(theme);
    panel.resize(220, 400);
    const auto made = [](const std::vector<std::pair<std::string, std::vector<std::string>>>& fields) {
        Facets facets;
        facets.isComplete = true;
        facets.events = facets.counted = 10;
        for (const auto& [name, values] : fields) {
            Facets::Field field;
            field.name = name;
            for (const std::string& value : values)
                field.values.push_back({QString::fromStdString(value), value, 5});
            facets.fields.push_back(field);
        }
        return facets;
    };
    const auto orderOf = [&panel] {
        QStringList order;
        for (const Facets::Field& field : panel.facets().fields) {
            order << QString::fromStdString(field.name);
            for (const Facets::Value& value : field.values)
                order << value.shown + QLatin1Char('=') + QString::number(value.count);
        }
        return order.join(QLatin1Char(' '));
    };
    panel.setFacets(made({{"a", {"x", "y"}}, {"b", {"p"}}, {"c", {"q"}}}));
    panel.show();
    QTest::mouseClick(panel.viewport(), Qt::LeftButton, {}, QPoint(60, 36 + 24 + 10));
    panel.setFacets(made({{"n", {"1"}}, {"c", {"q"}}, {"a", {"y", "z", "x"}}}));
    QCOMPARE(orderOf(), QStringLiteral("a x=5 y=5 b p=0 c q=5 n 1=5"));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&panel, &leave);
    QCOMPARE(orderOf(), QStringLiteral("n 1=5 c q=5 a y=5 z=5 x=5"));
}

void tst_Facets::aConditionIsTakenOutAndTheRestStays()
{
    const QueryTerms terms(QStringLiteral("  declined   and service:a -host:b | count"));
    QCOMPARE(terms.stateOf("service.name", "a"), QueryTerms::State::Included);
    QCOMPARE(terms.stateOf("host.name", "b"), QueryTerms::State::Excluded);
    QCOMPARE(terms.stateOf("host.name", "c"), QueryTerms::State::None);
    QCOMPARE(terms.toggled("host.name", "b", true),
             QStringLiteral("declined   and service:a | count"));
    // `and` cannot stay without what follows it.
    QCOMPARE(QueryTerms(QStringLiteral("x and service:a")).toggled("service.name", "a", false),
             QStringLiteral("x"));
    const QString wrong = QStringLiteral("service:a (");
    QCOMPARE(QueryTerms(wrong).toggled("service.name", "a", false), wrong);
}

void tst_Facets::theTitleStaysWhileTheFieldsScroll()
{
    Theme theme(*qApp);
    FacetsPanel panel(theme);
    panel.resize(220, 160);
    Facets facets;
    for (int i = 0; i < 20; ++i) {
        Facets::Field field;
        field.name = "field" + std::to_string(i);
        field.values.resize(2);
        facets.fields.push_back(field);
    }
    facets.blocksDone = 1;
    facets.blocksTotal = 4;
    panel.setFacets(facets);
    panel.show();
    const QRect title(0, 0, 200, 30);
    const QImage before = panel.grab(title).toImage();
    panel.verticalScrollBar()->setValue(85); // names and values would be there
    QCOMPARE(panel.grab(title).toImage(), before);
    QSignalSpy toggled(&panel, &FacetsPanel::toggleWanted);
    QTest::mouseClick(panel.viewport(), Qt::LeftButton, {}, QPoint(40, 10));
    QCOMPARE(toggled.count(), 0);
    facets.isComplete = true;
    panel.setFacets(facets);
    QVERIFY(panel.grab(title).toImage() != before); // "25 % scanned" no longer
}

void tst_Facets::keysFilterExcludeAndAddAColumn()
{
    FieldEvents f;
    f.write(500);
    QVERIFY(f.committed());
    auto* panel = f.page.findChild<FacetsPanel*>();
    auto* query = f.page.findChild<QueryEdit*>();
    QTRY_VERIFY(panel->facets().isComplete && panel->facets().counted == 500U);
    panel->setFocus(Qt::TabFocusReason);
    QTest::keyClick(panel, Qt::Key_Down);
    QTest::keyClick(panel, Qt::Key_Return);
    QCOMPARE(query->text(), QStringLiteral("level:info"));
    QTest::keyClick(panel, Qt::Key_Return, Qt::AltModifier);
    QCOMPARE(query->text(), QStringLiteral("not level:info"));
    QSignalSpy columns(panel, &FacetsPanel::columnWanted);
    QTest::keyClick(panel, Qt::Key_Plus);
    QCOMPARE(columns.count(), 1);
    QCOMPARE(columns.front().front().toString(), QStringLiteral("severity"));
}

void tst_Facets::aFieldThatIsDroppedOnTheListBecomesAColumn()
{
    FieldEvents f;
    QMimeData content;
    content.setData(QLatin1String(FacetsPanel::mimeType), "host.name");
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &content, Qt::LeftButton, {});
    QApplication::sendEvent(f.page.list().viewport(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &content, Qt::LeftButton, {});
    QApplication::sendEvent(f.page.list().viewport(), &drop);
    const auto& columns = f.page.list().settings().columns;
    QCOMPARE(columns.size(), std::size_t{5});
    QCOMPARE(columns[3].field, std::string("host")); // the body keeps the rest of the width
}

QTEST_MAIN(tst_Facets)
#include "tst_facets.moc"
