// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/clippedtexts.h"
#include "tests/ui/windowdesk.h"
#include "tests/ui/writtenindex.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/facetvalues.h"
#include "ui/logs/logspage.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/statisticspanel.h"
#include "ui/theme/pseudolocale.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include <functional>

using namespace weir;
using namespace weir::test;

namespace {

constexpr int events = 600;

/// Ten services, a trace, numbers, a field with many values, and text that is long.
void write(WrittenIndex& index)
{
    const TimePoint now = SystemClock().now();
    EventBatchBuilder builder("orders of the shop", SourceKind::Kafka);
    for (int n = 0; n < events; ++n) {
        builder.beginEvent(
            {builder.streamIndex({SourceKind::Kafka, "cluster", "orders", 0, 0}), n, now});
        builder.setPayload(R"({"n":)" + std::to_string(n) + R"(,"user":{"id":4711,"tags":["a","b"]}})");
        builder.setTime(now - std::chrono::milliseconds(events - n));
        builder.setBody(builder.append("order " + std::to_string(n) + std::string(120, 'w')));
        builder.setSeverity(n % 4 == 0 ? Severity::Error : Severity::Info);
        builder.addField("latency_ms", ValueType::Int, builder.append(std::to_string(n)), n);
        addText(builder, "service.name", "service-" + std::to_string(n % 10));
        builder.setTraceId(builder.append("4bf92f3577b34da6a3ce929d0e0e4736"));
    }
    index.push(builder);
    QVERIFY(QTest::qWaitFor([&] { return index.committedSeq() >= events; }, 10'000));
    index.keepBookmark({EventSeq{events - 1}, now, "look here", now});
}

/// The whole window, in whatever language is installed.
struct Window
{
    /// Null: over an empty index.
    explicit Window(const WrittenIndex* index = nullptr, int zoom = 100)
        : window(setup(index, zoom))
    {
        window.setMinimumSize(1, 1);
    }
    WindowSetup setup(const WrittenIndex* index, int zoom)
    {
        desk.theme.setZoom(zoom);
        WindowSetup all = desk.setup();
        all.everything = index != nullptr;
        if (index != nullptr)
            all.index = index->folder();
        return all;
    }

    /// What a command of this name does.
    void run(const char* id) { window.findChild<QAction*>(QLatin1String(id))->trigger(); }
    /// Selects an event and shows this of it.
    void show(DetailsPanel::Tab tab)
    {
        window.logs().list().pick(1, ResultList::Pick::Only);
        auto* details = window.findChild<DetailsPanel*>();
        QVERIFY(QTest::qWaitFor([details] { return details->isVisible(); }));
        details->showTab(tab);
    }
    void ask(const char* query) { window.logs().setQuery(QLatin1String(query)); }

    WindowDesk desk;
    MainWindow window;
};

/// What is open over a full index, beside its name.
struct State
{
    const char* name;
    std::function<void(Window&)> open;
};
using Tab = DetailsPanel::Tab;

/// One of Kafka that retries, as the collector tells of it.
Status failingSource()
{
    Status status;
    SourceStatus source;
    source.name = "orders";
    source.kind = "kafka";
    source.state = SourceState::Retrying;
    source.lag = 1204;
    source.lastError = "broker 127.0.0.1:1 refused the connection";
    source.positions = {{"orders", {}, 0, 5065, 5170}};
    source.gaps = {{"orders", 0, 17, 20, 4, "retention of the broker"}};
    status.sources = {source};
    return status;
}

const State states[] = {
    {"list", [](Window&) {}},
    {"event", [](Window& w) { w.show(Tab::Event); }},
    {"JSON", [](Window& w) { w.show(Tab::Json); }},
    {"text", [](Window& w) { w.show(Tab::Text); }},
    {"bytes", [](Window& w) { w.show(Tab::Hex); }},
    {"trace", [](Window& w) { w.show(Tab::Trace); }},
    {"around", [](Window& w) { w.show(Tab::Around); }},
    {"statistics",
     [](Window& w) {
         w.show(Tab::Event);
         emit w.window.findChild<FacetsPanel*>()->statisticsWanted("latency_ms");
         QVERIFY(QTest::qWaitFor([&w] { return w.window.findChild<StatisticsPanel*>()->isVisible(); }));
     }},
    {"mistake", [](Window& w) { w.ask("level:(err"); }},
    {"no match", [](Window& w) { w.ask("nothinglikethis"); }},
    {"columns",
     [](Window& w) {
         ListSettings look = w.window.logs().list().settings();
         for (const char* field : {"latency_ms", "trace_id", "source", "n"})
             look.columns.insert(look.columns.begin() + 1, {field, 0});
         look.wraps = true;
         w.window.logs().setListSettings(look);
     }},
    {"find",
     [](Window& w) {
         w.run("find.open");
         QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("order"));
     }},
    {"go to", [](Window& w) { w.run("list.goToTime"); }},
    {"export", [](Window& w) { w.run("logs.export"); }},
    {"exporting",
     [](Window& w) {
         w.run("logs.export");
         QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
     }},
    {"bookmarks", [](Window& w) { w.run("logs.bookmarks"); }},
    {"save a view", [](Window& w) { w.run("views.save"); }},
    {"highlights", [](Window& w) { w.run("highlights.edit"); }},
    {"split",
     [](Window& w) {
         w.run("tabs.new");
         w.run("tabs.split");
     }},
    {"a source",
     [](Window& w) {
         w.window.showPlace(QStringLiteral("sources"));
         emit w.desk.client.statusReceived(failingSource());
     }},
    {"palette", [](Window& w) { w.run("window.palette"); }},
    {"keys", [](Window& w) { w.run("window.keys"); }},
    {"values",
     [](Window& w) {
         auto* facets = w.window.findChild<FacetsPanel*>();
         if (!facets->isVisible()) // a narrow window begins without them
             w.run("logs.fields");
         QVERIFY(QTest::qWaitFor([facets] { return facets->facets().counted == events; }));
         facets->setFocus();
         // The last value of a field that is shown, then "more…".
         QTest::keyClick(facets, Qt::Key_Home);
         for (int i = 0; i < 20 && facets->findChildren<FacetValues*>().isEmpty(); ++i) {
             QTest::keyClick(facets, Qt::Key_Down);
             if (facets->accessibleDescription() == FacetsPanel::tr("more…"))
                 QTest::keyClick(facets, Qt::Key_Return);
         }
         QVERIFY(!facets->findChildren<FacetValues*>().isEmpty());
     }},
};

const QStringList places{QStringLiteral("logs"),           QStringLiteral("dashboards"),
                         QStringLiteral("alerts"),         QStringLiteral("sources"),
                         QStringLiteral("sources/add"),    QStringLiteral("sources/add/zeromq"),
                         QStringLiteral("sources/add/file"), QStringLiteral("sources/cluster"),
                         QStringLiteral("sources/gaps"),   QStringLiteral("settings")};

bool isInteractive(const QWidget* widget)
{
    // Parts that Qt makes of a control speak for themselves through it.
    if (widget->objectName().startsWith(QLatin1String("qt_"))
        || qobject_cast<const QScrollBar*>(widget) != nullptr
        || qobject_cast<const QHeaderView*>(widget) != nullptr
        || qobject_cast<const QScrollArea*>(widget) != nullptr)
        return false;
    // A button without a text is not offered; what it says comes with it.
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    if (button != nullptr && !button->isVisible() && button->text().isEmpty())
        return false;
    const QWidget* parent = widget->parentWidget();
    if (parent->inherits("QComboBoxPrivateContainer"))
        return false;
    if (qobject_cast<const QComboBox*>(parent) != nullptr
        || qobject_cast<const QAbstractSpinBox*>(parent) != nullptr
        || qobject_cast<const QTabBar*>(parent) != nullptr
        || qobject_cast<const QLineEdit*>(parent) != nullptr)
        return false;
    return qobject_cast<const QAbstractButton*>(widget) != nullptr
        || qobject_cast<const QLineEdit*>(widget) != nullptr
        || qobject_cast<const QComboBox*>(widget) != nullptr
        || qobject_cast<const QAbstractSpinBox*>(widget) != nullptr
        || qobject_cast<const QAbstractItemView*>(widget) != nullptr
        || qobject_cast<const QPlainTextEdit*>(widget) != nullptr
        || (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

QString accessibleText(QWidget* widget)
{
    const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    return face == nullptr ? widget->accessibleName() : face->text(QAccessible::Name);
}

QStringList namelessControls(const QWidget& window)
{
    QStringList nameless;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (isInteractive(widget) && accessibleText(widget).isEmpty())
            nameless << pathOf(widget);
    }
    nameless.removeDuplicates();
    return nameless;
}

void everythingHasItsShape(Window& parts)
{
    QTRY_VERIFY2(clippedTexts(parts.window).isEmpty(),
                 qPrintable(QLatin1Char('\n')
                            + clippedTexts(parts.window).join(QLatin1Char('\n'))));
    QTRY_VERIFY2(misshapenButtons(parts.window).isEmpty(),
                 qPrintable(QLatin1Char('\n')
                            + misshapenButtons(parts.window).join(QLatin1Char('\n'))));
}

} // namespace

class tst_EveryWidget : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { QCoreApplication::removeTranslator(&m_pseudo); }
    void thePseudoLocaleIsLongerAndKeepsArguments();
    void nothingIsClippedInALongLanguage_data();
    void nothingIsClippedInALongLanguage();
    void nothingIsClippedWhenAllIsLarge_data();
    void nothingIsClippedWhenAllIsLarge();
    void whatWasHiddenDuringAZoomIsLaidOutWhenItIsShown_data();
    void whatWasHiddenDuringAZoomIsLaidOutWhenItIsShown();
    void everyControlHasAName_data();
    void everyControlHasAName();
    void everyActionHasATextAndAnId();

    void ofAFullIndexNothingIsClippedAndEverythingHasAName_data();
    void ofAFullIndexNothingIsClippedAndEverythingHasAName();

private:
    PseudoLocale m_pseudo;
};

void tst_EveryWidget::thePseudoLocaleIsLongerAndKeepsArguments()
{
    const QString text = QStringLiteral("%1 of %2 sources");
    const QString longer = PseudoLocale::of(text);
    QVERIFY(longer.size() >= text.size() * 14 / 10);
    QVERIFY(longer.contains(QStringLiteral("%1")) && longer.contains(QStringLiteral("%2")));
    QVERIFY(longer.startsWith(QLatin1Char('[')) && longer.endsWith(QLatin1Char(']')));
    QVERIFY(!longer.contains(QStringLiteral("sources")));
}

void tst_EveryWidget::nothingIsClippedInALongLanguage_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QSize>("size");
    for (const QSize& size : {QSize(1440, 900), QSize(800, 600)}) {
        for (const QString& place : places)
            QTest::addRow("%s at %d", qPrintable(place), size.width()) << place << size;
    }
}

void tst_EveryWidget::nothingIsClippedInALongLanguage()
{
    QFETCH(QString, place);
    QFETCH(QSize, size);
    QCoreApplication::installTranslator(&m_pseudo);
    Window parts;
    parts.window.resize(size);
    parts.window.showPlace(place);
    parts.window.show();
    QCoreApplication::processEvents();
    QCOMPARE(parts.window.size(), size);
    // What comes in late, such as an empty state, lays the page out again.
    QTRY_VERIFY2(clippedTexts(parts.window).isEmpty(),
                 qPrintable(QLatin1Char('\n')
                            + clippedTexts(parts.window).join(QLatin1Char('\n'))));
}

void tst_EveryWidget::nothingIsClippedWhenAllIsLarge_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("zoom");
    QTest::addColumn<bool>("atOnce");
    for (const QString& place : places) {
        QTest::addRow("%s at 125 %%", qPrintable(place)) << place << QSize(1440, 900) << 125 << false;
        QTest::addRow("%s at 150 %%", qPrintable(place)) << place << QSize(1440, 900) << 150 << false;
        QTest::addRow("%s at 200 %% in a small window", qPrintable(place))
            << place << QSize(800, 600) << 200 << false;
        for (const bool atOnce : {false, true})
            QTest::addRow("%s at 200 %% %s", qPrintable(place), atOnce ? "at once" : "later")
                << place << QSize(1920, 1080) << 200 << atOnce;
    }
}

void tst_EveryWidget::nothingIsClippedWhenAllIsLarge()
{
    QFETCH(QString, place);
    QFETCH(QSize, size);
    QFETCH(int, zoom);
    QFETCH(bool, atOnce);
    Window parts(nullptr, atOnce ? zoom : 100);
    parts.window.resize(size);
    parts.window.showPlace(place);
    parts.window.show();
    QCoreApplication::processEvents();
    parts.desk.theme.setZoom(zoom);
    everythingHasItsShape(parts);
}

void tst_EveryWidget::whatWasHiddenDuringAZoomIsLaidOutWhenItIsShown_data()
{
    QTest::addColumn<QString>("place");
    for (const QString& place : places)
        QTest::addRow("%s", qPrintable(place)) << place;
}

void tst_EveryWidget::whatWasHiddenDuringAZoomIsLaidOutWhenItIsShown()
{
    QFETCH(QString, place);
    Window parts;
    parts.window.resize(1920, 1080);
    parts.window.show();
    parts.window.showPlace(place);
    QCoreApplication::processEvents();
    parts.window.showPlace(place == places.front() ? places.back() : places.front());
    QCoreApplication::processEvents();
    for (const int zoom : {200, 150}) {
        parts.desk.theme.setZoom(zoom);
        QCoreApplication::processEvents();
    }
    parts.window.showPlace(place);
    everythingHasItsShape(parts);
}

void tst_EveryWidget::everyControlHasAName_data()
{
    QTest::addColumn<QString>("place");
    for (const QString& place : places)
        QTest::addRow("%s", qPrintable(place)) << place;
}

void tst_EveryWidget::everyControlHasAName()
{
    QFETCH(QString, place);
    Window parts;
    parts.window.showPlace(place);
    parts.window.show();
    QCoreApplication::processEvents();
    const QStringList nameless = namelessControls(parts.window);
    QVERIFY2(nameless.isEmpty(), qPrintable(QLatin1Char('\n') + nameless.join(QLatin1Char('\n'))));
}

void tst_EveryWidget::ofAFullIndexNothingIsClippedAndEverythingHasAName_data()
{
    QTest::addColumn<std::size_t>("state");
    QTest::addColumn<QSize>("size");
    for (const QSize& size : {QSize(1440, 900), QSize(800, 600)}) {
        for (std::size_t i = 0; i < std::size(states); ++i)
            QTest::addRow("%s at %d", states[i].name, size.width()) << i << size;
    }
}

void tst_EveryWidget::ofAFullIndexNothingIsClippedAndEverythingHasAName()
{
    QFETCH(std::size_t, state);
    QFETCH(QSize, size);
    static WrittenIndex index;
    static const bool isWritten = [] { write(index); return true; }();
    QVERIFY(isWritten);
    QCoreApplication::installTranslator(&m_pseudo);
    Window parts(&index);
    parts.window.resize(size);
    parts.window.show();
    QApplication::setActiveWindow(&parts.window);
    QTRY_COMPARE(parts.window.logs().rows().count(), std::uint64_t{events});
    states[state].open(parts);
    if (QTest::currentTestFailed())
        return;
    QCoreApplication::processEvents();
    const QStringList nameless = namelessControls(parts.window);
    QVERIFY2(nameless.isEmpty(), qPrintable(QLatin1Char('\n') + nameless.join(QLatin1Char('\n'))));
    QTRY_VERIFY2(clippedTexts(parts.window).isEmpty(),
                 qPrintable(QLatin1Char('\n')
                            + clippedTexts(parts.window).join(QLatin1Char('\n'))));
}

void tst_EveryWidget::everyActionHasATextAndAnId()
{
    Window parts;
    for (const auto* widget : QApplication::topLevelWidgets()) {
        for (const QAction* action : widget->findChildren<QAction*>()) {
            if (!action->objectName().contains(QLatin1Char('.')))
                continue;
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
        }
    }
}

QTEST_MAIN(tst_EveryWidget)
#include "tst_everywidget.moc"
