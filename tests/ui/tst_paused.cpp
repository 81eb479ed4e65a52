// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused shows one moment: all parts of the page speak of the same events.
#include "tests/ui/fakeprobe.h"
#include "tests/ui/fieldevents.h"
#include "ui/actions.h"
#include "ui/exporter.h"
#include "ui/logs/exportpanel.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/followpill.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/statisticspanel.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/timeline.h"
#include "ui/models/visiblerange.h"
#include "ui/widgets/plainlabel.h"

#include <QAction>
#include <QLineEdit>

using namespace weir;
using namespace weir::test;

namespace {

class FakeExporter final : public Exporter
{
public:
    ChildRun* start(const QStringList& wanted, QObject* owner) override
    {
        arguments = wanted;
        return new FakeRun(owner);
    }

    QStringList arguments;
};

struct Fixture : FieldEvents
{
    bool write(int count)
    {
        FieldEvents::write(count);
        return committed();
    }
    /// Beside the query.
    QString count() const { return countOf(page); }
    /// Above the timeline.
    QString info() const { return infoOf(page); }
    std::uint64_t countedByFacets() const { return countedByFacetsOf(page); }

    static QString countOf(const LogsPage& page)
    {
        return page.findChild<QueryEdit*>()->findChild<PlainLabel*>()->text();
    }
    static QString infoOf(const LogsPage& page)
    {
        return page.findChild<Timeline*>()->accessibleDescription();
    }
    static std::uint64_t countedByFacetsOf(const LogsPage& page)
    {
        const Facets& facets = page.findChild<FacetsPanel*>()->facets();
        return facets.isComplete ? facets.events : 0;
    }
};

/// A page beside the one that is tested that is not paused: once it shows in all its parts what is new,
/// the other one has had the time to get it wrong, however slow the machine is.
class Witness final
{
public:
    explicit Witness(Fixture& fixture)
        : m_range(fixture.parts.clock)
        , m_context(fixture.parts.context.withRange(m_range))
        , m_page(m_context, fixture.stats)
    {
        m_page.resize(1300, 800);
        m_page.show();
    }

    bool hasSeen(std::uint64_t events) const
    {
        const QString said = QString::number(events) + QLatin1String(" events");
        return QTest::qWaitFor([&] {
            return Fixture::countedByFacetsOf(m_page) == events
                && Fixture::countOf(m_page).startsWith(said)
                && Fixture::infoOf(m_page).contains(said);
        });
    }

private:
    VisibleRange m_range;
    PageContext m_context;
    LogsPage m_page;
};

} // namespace

class tst_Paused : public QObject
{
    Q_OBJECT

private slots:
    void allNumbersAreThoseOfTheList();
    void anotherQueryIsAnsweredUpToOneMomentToo();
    void theExportWritesWhatIsShown();
    void aRangeThatIsOverOffersNothingToFollow();
};

void tst_Paused::allNumbersAreThoseOfTheList()
{
    Fixture f;
    const Witness witness(f);
    QVERIFY(f.write(500));
    QTRY_COMPARE(f.countedByFacets(), 500U);
    QTRY_VERIFY(f.count().startsWith(QLatin1String("500 events")));
    f.page.findChild<ResultFields*>()->showStatisticsOf("latency_ms");
    auto* statistics = f.page.findChild<StatisticsPanel*>();
    QTRY_VERIFY(statistics->statistics() && statistics->statistics()->count == 500U);
    f.parts.range.setPaused(true);
    for (const int isNew : {100, 20}) {
        const int before = static_cast<int>(f.events.size());
        QVERIFY(f.write(isNew));
        QTRY_COMPARE(f.page.rows().newCount(), static_cast<std::uint64_t>(before + isNew - 500));
        QVERIFY(witness.hasSeen(static_cast<std::uint64_t>(before + isNew)));
    }
    QCOMPARE(f.page.rows().count(), 500U);
    QVERIFY2(f.count().startsWith(QLatin1String("500 events")), qPrintable(f.count()));
    QVERIFY2(f.info().contains(QLatin1String("500 events")), qPrintable(f.info()));
    QCOMPARE(f.countedByFacets(), 500U);
    QCOMPARE(statistics->statistics()->count, 500U);
    f.parts.range.setPaused(false);
    QTRY_VERIFY(f.count().startsWith(QLatin1String("620 events")));
    QTRY_VERIFY(f.info().contains(QLatin1String("620 events")));
    QTRY_COMPARE(f.countedByFacets(), 620U);
}

void tst_Paused::anotherQueryIsAnsweredUpToOneMomentToo()
{
    Fixture f;
    QVERIFY(f.write(500));
    QTRY_COMPARE(f.countedByFacets(), 500U);
    f.parts.range.setPaused(true);
    f.page.setQuery(QStringLiteral("level:error"));
    // Also what comes before anything is counted is either in all of the numbers or in none.
    for (int i = 0; i < 5; ++i) {
        QVERIFY(f.write(50));
    }
    QTRY_VERIFY(f.page.rows().isCurrent() && f.page.rows().shown().isComplete);
    const std::uint64_t rows = f.page.rows().count();
    QTRY_COMPARE(f.countedByFacets(), rows);
    QTRY_VERIFY(f.count().startsWith(QString::number(rows) + QLatin1String(" of ")));
    QCOMPARE(f.page.rows().count(), rows);
}

void tst_Paused::theExportWritesWhatIsShown()
{
    FakeExporter exporter;
    Fixture f;
    QVERIFY(f.write(100));
    PageContext context = f.parts.context;
    context.exporter = &exporter;
    LogsPage page(context, f.stats);
    page.resize(1200, 700);
    page.show();
    QTRY_COMPARE(page.rows().count(), 100U);
    f.parts.range.setPaused(true);
    QVERIFY(f.write(20));
    QTRY_COMPARE(page.rows().newCount(), 20U);
    f.parts.actions.find(QStringLiteral("logs.export"))->trigger();
    QTest::keyClick(page.findChild<ExportPanel*>()->findChild<QLineEdit*>(), Qt::Key_Return);
    const auto option = exporter.arguments.indexOf(QStringLiteral("--up-to"));
    QVERIFY(option >= 0);
    QCOMPARE(exporter.arguments.at(option + 1), QStringLiteral("100"));
}

void tst_Paused::aRangeThatIsOverOffersNothingToFollow()
{
    Fixture f;
    FieldEvents& events = f;
    events.write(100, std::chrono::seconds(30));
    QVERIFY(f.committed());
    const TimePoint now = f.parts.clock.now();
    f.parts.range.setFixed({now - std::chrono::minutes(1), now - std::chrono::seconds(10)});
    auto* pill = f.page.findChild<FollowPill*>();
    QTRY_COMPARE(f.page.rows().count(), 100U);
    QTRY_VERIFY(f.count().startsWith(QLatin1String("100 events")));
    f.parts.range.setPaused(true);
    QVERIFY(pill->isHidden());
    events.write(5, std::chrono::seconds(20)); // late
    QVERIFY(f.committed());
    QTRY_VERIFY(pill->isVisible());
    QTest::mouseClick(pill, Qt::LeftButton);
    QTRY_COMPARE(f.page.rows().count(), 105U);
    f.parts.range.setLive(std::chrono::minutes(15));
    QTRY_VERIFY(f.page.rows().isCurrent());
    f.parts.range.setPaused(true);
    QTRY_VERIFY(pill->isVisible());
}

QTEST_MAIN(tst_Paused)
#include "tst_paused.moc"
