// SPDX-License-Identifier: GPL-3.0-or-later
// What is copied of an event, and where its link leads.
#include "tests/ui/orderspage.h"
#include "ui/logs/pagenote.h"
#include "ui/logs/queryedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

using namespace weir;
using namespace weir::test;

class tst_EventLinks final : public QObject
{
    Q_OBJECT

private slots:
    void anEventIsCopiedAsJsonRawAndAsALink();
    void aLinkIsOpenedWhateverRangeAndQuerySay();
    void aLinkByPositionLeadsToTheSameEvent();
    void aPastedLinkJumpsAndLeavesTheQueryAlone();
    void aLinkToWhatIsNotThereIsExplained();
};

void tst_EventLinks::anEventIsCopiedAsJsonRawAndAsALink()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    QVERIFY(f.select(3));
    const auto run = [&f](const char* id) { f.actions.find(QLatin1String(id))->trigger(); };
    const auto copied = [] { return QGuiApplication::clipboard()->text(); };
    run("logs.copyJson");
    QTRY_VERIFY(copied().contains(QLatin1String("\"body\":\"order 3\"")));
    run("logs.copyLink");
    QTRY_COMPARE(copied(), QLatin1String("weir:") + QLatin1String("//kafka/cluster-1/orders/2/3"));
    run("logs.copyRaw");
    QTRY_COMPARE(copied(), QStringLiteral(R"({"n":3,"user":{"id":4711,"tags":["a","b"]}})"));
}

void tst_EventLinks::aLinkIsOpenedWhateverRangeAndQuerySay()
{
    OrdersPage f;
    f.write(200);
    QVERIFY(f.committed());
    QVERIFY(f.select(10));
    const QString link = QStringLiteral("weir:") + QStringLiteral("//event/%1").arg(number(f.details().details()->key.seq));
    f.page.setQuery(QStringLiteral("n:190"));
    const TimePoint far = f.clock.now() - std::chrono::hours(5);
    f.range.setFixed({far, far + std::chrono::minutes(1)});
    QTRY_COMPARE(f.page.rows().count(), 0U);
    f.page.openLink(link);
    QTRY_COMPARE(f.page.rows().count(), 400U);
    QTRY_COMPARE(f.selectedBody(), std::string("order 10"));
    QVERIFY(f.range.queried().contains(f.page.list().selected()->time));
    QVERIFY(f.part<QueryEdit>().text().isEmpty());
}

void tst_EventLinks::aLinkByPositionLeadsToTheSameEvent()
{
    OrdersPage f;
    f.write(200);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 400U);
    f.page.setQuery(QStringLiteral("order"));
    QTRY_COMPARE(f.page.rows().count(), 200U);
    f.page.openLink(QStringLiteral("weir:") + QStringLiteral("//kafka/cluster-1/orders/2/42"));
    QTRY_COMPARE(f.selectedBody(), std::string("order 42"));
    QCOMPARE(f.part<QueryEdit>().text(), QStringLiteral("order")); // it is a match
    f.page.openLink(QStringLiteral("weir:") + QStringLiteral("//kafka/cluster-2/orders/2/42"));
    QTRY_VERIFY(f.part<PageNote>().sentence().contains(QLatin1String("not in the index")));
}

void tst_EventLinks::aPastedLinkJumpsAndLeavesTheQueryAlone()
{
    OrdersPage f;
    f.write(50);
    QVERIFY(f.committed());
    QVERIFY(f.select(5));
    f.details().copyLink();
    f.page.setQuery(QStringLiteral("order"));
    QTRY_COMPARE(f.page.rows().count(), 50U);
    auto& query = f.part<QueryEdit>();
    query.setFocus();
    query.selectAll();
    query.paste();
    QTRY_COMPARE(f.selectedBody(), std::string("order 5"));
    QCOMPARE(query.text(), QStringLiteral("order"));
}

void tst_EventLinks::aLinkToWhatIsNotThereIsExplained()
{
    OrdersPage f;
    f.write(5);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 10U);
    f.page.openLink(QStringLiteral("weir:") + QStringLiteral("//event/4711"));
    QTRY_VERIFY(f.part<PageNote>().sentence().contains(QLatin1String("retention has removed it")));
    f.page.openLink(QStringLiteral("http:") + QStringLiteral("//example.org/"));
    QTRY_VERIFY(f.part<PageNote>().sentence().contains(QLatin1String("no link")));
}

QTEST_MAIN(tst_EventLinks)
#include "tst_eventlinks.moc"
