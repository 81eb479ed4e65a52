// SPDX-License-Identifier: GPL-3.0-or-later
// Menus of lists: they do not stop the window, act on what was clicked, and go with their list.
#include "tests/ui/windowparts.h"
#include "ui/dashboards/logspanel.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/fieldlist.h"
#include "ui/logs/hexview.h"
#include "ui/logs/jsonview.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace weir;
using namespace weir::test;

namespace {

/// The menu at a place of a widget that is shown; null when there is none. A menu that waits in a loop of its own
/// is closed after a while, so that it is none.
QMenu* menuAt(QWidget& widget, QPoint at)
{
    QTimer::singleShot(3000, qApp, [] {
        if (QWidget* open = QApplication::activePopupWidget())
            open->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, widget.mapToGlobal(at));
    QApplication::sendEvent(&widget, &event);
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

/// A list with something in its first line, the place of that.
struct Case
{
    std::unique_ptr<QWidget> list;
    QWidget* target = nullptr; ///< gets the event
    QPoint at;
};

Case jsonView(Theme& theme)
{
    auto view = std::make_unique<JsonView>(theme);
    view->setDocument(JsonDocument::parse(R"({"a":"1"})"));
    Case made{std::move(view), nullptr, {20, 8}};
    made.target = static_cast<JsonView&>(*made.list).viewport();
    return made;
}

Case fieldList(Theme& theme)
{
    auto list = std::make_unique<FieldList>(theme);
    EventDetails::Entry entry;
    entry.name = entry.value = QStringLiteral("a");
    entry.field = entry.text = "a";
    list->setGroups({{QString(), {entry}}});
    Case made{std::move(list), nullptr, {20, 12}};
    made.target = static_cast<FieldList&>(*made.list).viewport();
    return made;
}

Case hexView(Theme& theme)
{
    auto view = std::make_unique<HexView>(theme);
    view->setBytes("abc");
    Case made{std::move(view), nullptr, {20, 12}};
    made.target = static_cast<HexView&>(*made.list).viewport();
    return made;
}

Case facetsPanel(Theme& theme)
{
    auto panel = std::make_unique<FacetsPanel>(theme);
    Facets facets;
    Facets::Field field;
    field.name = "a";
    field.values = {{QStringLiteral("1"), "1", 1}};
    facets.fields = {field};
    facets.events = 1;
    panel->setFacets(facets);
    Case made{std::move(panel), nullptr, {40, 44}}; // below the title
    made.target = static_cast<FacetsPanel&>(*made.list).viewport();
    return made;
}

} // namespace

class tst_Menus final : public QObject
{
    Q_OBJECT

private slots:
    void aMenuDoesNotWaitAndGoesWithItsList_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("json") << 0;
        QTest::newRow("fields") << 1;
        QTest::newRow("hex") << 2;
        QTest::newRow("facets") << 3;
        QTest::newRow("panel") << 4;
    }

    void aMenuDoesNotWaitAndGoesWithItsList()
    {
        QFETCH(int, kind);
        WindowParts parts("/nowhere");
        Case made = kind == 0 ? jsonView(parts.theme)
            : kind == 1       ? fieldList(parts.theme)
            : kind == 2       ? hexView(parts.theme)
            : kind == 3       ? facetsPanel(parts.theme)
                              : Case{};
        if (kind == 4) {
            PanelConfig config;
            config.query = "card";
            made.list = std::make_unique<LogsPanel>(parts.context, config, nullptr);
            made.target = made.list.get();
            made.at = {20, 12};
        }
        made.list->resize(400, 300);
        made.list->show();
        QVERIFY(QTest::qWaitForWindowExposed(made.list.get()));
        QPointer<QMenu> menu = menuAt(*made.target, made.at);
        QVERIFY(menu && menu->isVisible());
        menu->close();
        QTRY_VERIFY(menu.isNull());
        menu = menuAt(*made.target, made.at);
        QVERIFY(menu);
        made.list.reset(); // as when its tab is closed
        QVERIFY(menu.isNull());
    }

    void anEntryActsOnWhatWasClicked()
    {
        Theme theme(*qApp);
        const Case made = fieldList(theme);
        auto& list = static_cast<FieldList&>(*made.list);
        const QSignalSpy copied(&list, &FieldList::copyWanted);
        list.resize(400, 300);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        QMenu* menu = menuAt(*made.target, made.at);
        QVERIFY(menu);
        list.setGroups({}); // another event is shown meanwhile
        menu->actions().last()->trigger();
        QCOMPARE(copied.size(), 1);
        QCOMPARE(copied.at(0).at(0).toString(), QStringLiteral("a"));
    }
};

QTEST_MAIN(tst_Menus)
#include "tst_menus.moc"
