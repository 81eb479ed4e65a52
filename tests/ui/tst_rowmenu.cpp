// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fieldevents.h"
#include "ui/actions.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>

using namespace weir;
using namespace weir::test;

namespace {

struct Fixture : FieldEvents
{
    Fixture() { QApplication::setActiveWindow(&page); }

    bool begin()
    {
        write(100);
        return committed() && QTest::qWaitFor([this] { return list().rows().count() == 100; });
    }
    ResultList& list() { return page.list(); }
    QString query() { return page.findChild<QueryEdit*>()->text(); }

    /// In the row that is this many from the newest, where a column or a text of the body is seen.
    QPoint at(std::uint64_t row, const std::string& field)
    {
        (void)list().grab();
        for (const ListGeometry::Line& line : list().lines()) {
            const QRect area = list().areaOf(line);
            for (int x = 0; line.row == row && x < area.width(); ++x) {
                const QPoint point(x, area.top() + 8);
                const auto value = list().valueAt(point);
                if (value && value->field == field)
                    return point;
            }
        }
        return {};
    }
    QMenu* open(const QPoint& point, QContextMenuEvent::Reason reason = QContextMenuEvent::Mouse)
    {
        QContextMenuEvent event(reason, point, list().viewport()->mapToGlobal(point));
        QApplication::sendEvent(
            reason == QContextMenuEvent::Mouse ? list().viewport() : static_cast<QWidget*>(&list()),
            &event);
        return qobject_cast<QMenu*>(QApplication::activePopupWidget());
    }
    /// Opens the menu there and chooses what begins like this.
    bool choose(const QPoint& point, const QString& text)
    {
        QMenu* menu = open(point);
        if (menu == nullptr)
            return false;
        for (QAction* action : menu->actions()) {
            if (!action->text().startsWith(text))
                continue;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            return true;
        }
        menu->close();
        return false;
    }
};

} // namespace

class tst_RowMenu : public QObject
{
    Q_OBJECT

private slots:
    void aValueIsFilteredByAndExcluded();
    void whereNoServiceIsNamedTheSourceIsFilteredBy();
    void whatThePaletteCanDoStandsInIt();
    void theRowUnderTheMouseIsTheOneThatIsMeant();
    void theKeyOpensItForTheSelectedRow();
};

void tst_RowMenu::aValueIsFilteredByAndExcluded()
{
    Fixture f;
    QVERIFY(f.begin());
    QVERIFY(f.choose(f.at(0, "level"), QStringLiteral("Filter by level:info")));
    QCOMPARE(f.query(), QStringLiteral("level:info"));
    QTRY_COMPARE(f.list().rows().count(), 80U);
    const QString service = QString::fromStdString(f.events[99].service);
    QVERIFY(f.choose(f.at(0, "service"), QStringLiteral("Exclude service:") + service));
    QCOMPARE(f.query(), QStringLiteral("level:info not service:") + service);
    f.page.setQuery({});
    QTRY_COMPARE(f.list().rows().count(), 100U);
    const QString latency = QString::number(f.events[99].latency);
    QVERIFY(f.choose(f.at(0, "latency_ms"), QStringLiteral("Filter by latency_ms:") + latency));
    QTRY_COMPARE(f.list().rows().count(), 1U);
    f.page.setQuery({});
    QTRY_COMPARE(f.list().rows().count(), 100U);
    QVERIFY(f.choose(f.at(0, {}), QStringLiteral("Filter by card"))); // a word of the body
    QCOMPARE(f.query(), QStringLiteral("card"));
}

void tst_RowMenu::whereNoServiceIsNamedTheSourceIsFilteredBy()
{
    Fixture f;
    QVERIFY(f.begin());
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), 200,
                        f.parts.clock.now()});
    builder.setPayload("{}");
    builder.setTime(f.parts.clock.now());
    builder.setBody(builder.append("nobody says who"));
    f.index.push(builder);
    QTRY_COMPARE(f.index.committedSeq(), 101U);
    emit f.parts.client.committed(101);
    QTRY_COMPARE(f.list().rows().count(), 101U);
    QVERIFY(f.choose(f.at(0, "source"), QStringLiteral("Filter by source:orders")));
    QCOMPARE(f.query(), QStringLiteral("source:orders"));
    QTRY_COMPARE(f.list().rows().count(), 101U);
}

void tst_RowMenu::whatThePaletteCanDoStandsInIt()
{
    Fixture f;
    QVERIFY(f.begin());
    QMenu* menu = f.open(f.at(3, "service"));
    QVERIFY(menu != nullptr);
    for (const char* id : {"logs.copy", "logs.copyJson", "logs.copyRaw", "logs.copyLink",
                           "logs.bookmark", "logs.around", "logs.trace"}) {
        QAction* action = f.parts.actions.find(QLatin1String(id));
        QVERIFY2(action != nullptr && menu->actions().contains(action), id);
    }
    menu->close();
    QVERIFY(f.choose(f.at(3, "service"), QStringLiteral("Copy as JSON")));
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QLatin1String("\"seq\":97")));
}

void tst_RowMenu::theRowUnderTheMouseIsTheOneThatIsMeant()
{
    Fixture f;
    QVERIFY(f.begin());
    f.list().pick(1, ResultList::Pick::Only);
    f.open(f.at(4, "service"))->close();
    QCOMPARE(f.list().selected()->seq, EventSeq{96});
    QVERIFY(f.list().selection().isSingle());
    // Of several that are selected it is for all of them.
    f.list().pick(6, ResultList::Pick::Extend);
    f.open(f.at(5, "service"))->close();
    QVERIFY(!f.list().selection().isSingle());
    QVERIFY(f.open({5, 5}) == nullptr); // the head of the list has another
}

void tst_RowMenu::theKeyOpensItForTheSelectedRow()
{
    Fixture f;
    QVERIFY(f.begin());
    QVERIFY(f.open({}, QContextMenuEvent::Keyboard) == nullptr);
    f.list().pick(2, ResultList::Pick::Only);
    QMenu* menu = f.open({}, QContextMenuEvent::Keyboard);
    QVERIFY(menu != nullptr);
    QVERIFY(!menu->actions().isEmpty());
    menu->close();
    QCOMPARE(f.list().selected()->seq, EventSeq{98});
}

QTEST_MAIN(tst_RowMenu)
#include "tst_rowmenu.moc"
