// SPDX-License-Identifier: GPL-3.0-or-later
// Who has no mouse: where Tab goes, and whether one sees it.
#include "tests/ui/windowdesk.h"
#include "tests/ui/writtenindex.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/fieldlist.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/models/frameclock.h"
#include "ui/widgets/focusorder.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>

using namespace weir;
using namespace weir::test;

namespace {

/// The window over some events, one of which is chosen.
struct Window
{
    Window()
        : window(setup())
    {
        desk.theme.setMode(Theme::Mode::Dark);
        window.setMinimumSize(1, 1);
        window.resize(1440, 900);
        window.show();
        QApplication::setActiveWindow(&window);
    }

    WindowSetup setup()
    {
        WindowSetup all = desk.setup();
        all.index = index.folder();
        return all;
    }
    bool write(int count)
    {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        for (int n = 0; n < count; ++n) {
            builder.beginEvent({builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), n,
                                desk.clock.now()});
            builder.setPayload("{\"n\":" + std::to_string(n) + "}");
            builder.setTime(desk.clock.now() - std::chrono::seconds(count - n));
            builder.setBody(builder.append("card declined"));
            builder.setSeverity(Severity::Error);
            addText(builder, "service.name", "payments");
        }
        index.push(builder);
        const bool isThere = QTest::qWaitFor(
            [&] { return index.committedSeq() >= static_cast<std::uint64_t>(count); });
        emit desk.client.committed(index.committedSeq());
        return isThere
            && QTest::qWaitFor([&] { return window.logs().rows().count() > 0; });
    }
    bool chooseOne()
    {
        window.logs().list().setFocus();
        QTest::keyClick(&window.logs().list(), Qt::Key_K);
        return QTest::qWaitFor([&] {
            return window.logs().list().selected() && window.findChild<FieldList*>()->isVisible();
        });
    }

    WindowDesk desk;
    WrittenIndex index;
    MainWindow window;
};

/// Lines above and below two that stand side by side, in the order of a window.
struct Host final : QWidget
{
    Host()
    {
        auto* column = new QVBoxLayout(this);
        auto* strip = new QWidget;
        auto* row = new QHBoxLayout(strip);
        row->addWidget(stays);
        row->addWidget(goes);
        column->addWidget(new QLineEdit);
        column->addWidget(strip);
        column->addWidget(new QLineEdit);
    }
    bool focusNextPrevChild(bool next) override { return moveFocus(*this, next); }

    QLineEdit* stays = new QLineEdit;
    QLineEdit* goes = new QLineEdit;
};

QString nameOf(const QWidget* widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ')
        + (button != nullptr ? button->text() : widget->accessibleName());
}

QRect placeOf(const QWidget* widget)
{
    return {widget->mapTo(widget->window(), QPoint()), widget->size()};
}

/// How many pixels of the widget differ enough to be seen.
int differing(const QImage& one, const QImage& two)
{
    int count = 0;
    for (int y = 0; y < std::min(one.height(), two.height()); ++y) {
        for (int x = 0; x < std::min(one.width(), two.width()); ++x)
            count += contrast(one.pixelColor(x, y), two.pixelColor(x, y)) >= 1.3 ? 1 : 0;
    }
    return count;
}

/// Those that look the same with the focus as without.
QStringList unseenIn(const MainWindow& window, const QWidget& part)
{
    QStringList unseen;
    QWidget* elsewhere = focusOrder(window).front();
    for (QWidget* widget : focusOrder(window)) {
        // Another of its group may be reached now.
        if (!part.isAncestorOf(widget) || (widget->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        (widget == elsewhere ? focusOrder(window).back() : elsewhere)->setFocus();
        const QImage without = widget->grab().toImage();
        widget->setFocus(Qt::TabFocusReason);
        if (!widget->hasFocus() || differing(without, widget->grab().toImage()) < 12)
            unseen << nameOf(widget);
    }
    return unseen;
}

} // namespace

class tst_Keyboard : public QObject
{
    Q_OBJECT

private slots:
    void tabGoesTheWayTheEyeGoes();
    void backwardsIsTheSameWay();
    void whatComesLaterIsInItsPlace();
    void aSheetKeepsTheFocus();
    void aPageThatIsShownHasTheKeys();
    void whatGoesAwayLeavesTheKeysToWhatIsNearest();
    void theFocusCanBeSeen_data();
    void theFocusCanBeSeen();
};

/// Of two that follow each other the second is right of the first, or below it, or lies within it.
void tst_Keyboard::tabGoesTheWayTheEyeGoes()
{
    Window w;
    QVERIFY(w.write(50));
    QVERIFY(w.chooseOne());
    std::vector<QWidget*> order = focusOrder(w.window);
    QVERIFY(order.size() > 12);
    order.front()->setFocus();
    for (;;) {
        QWidget* last = QApplication::focusWidget();
        order = focusOrder(w.window); // of buttons of which one is on only that one is reached
        QTest::keyClick(last, Qt::Key_Tab);
        QWidget* now = QApplication::focusWidget();
        if (now == order.front())
            break;
        QCOMPARE(std::ranges::find(order, now) - std::ranges::find(order, last), 1);
        const QRect before = placeOf(last);
        const QRect here = placeOf(now);
        const bool isRight = here.left() >= before.right() - 1;
        const bool isBelow = here.top() >= before.bottom() - 1;
        const bool isInside = before.contains(here) || here.contains(before);
        QVERIFY2(isRight || isBelow || isInside,
                 qPrintable(nameOf(last) + QStringLiteral(" then ") + nameOf(now)));
    }

    // Line for line what the page is made of.
    const auto at = [&](const QString& part) {
        const auto found = std::ranges::find_if(
            order, [&](const QWidget* widget) { return nameOf(widget).contains(part); });
        return found - order.begin();
    };
    const std::vector<std::ptrdiff_t> parts{
        at(QStringLiteral("RangeButton")),  at(QStringLiteral("QueryEdit")),
        at(QStringLiteral("QPushButton +")), at(QStringLiteral("::Timeline")),
        at(QStringLiteral("FacetsPanel")),  at(QStringLiteral("ColumnHeader")),
        at(QStringLiteral("ResultList")),   at(QStringLiteral("QPushButton Details")),
        at(QStringLiteral("FieldList"))};
    QVERIFY(std::ranges::is_sorted(parts));
    QVERIFY(parts.back() < static_cast<std::ptrdiff_t>(order.size()));
}

void tst_Keyboard::backwardsIsTheSameWay()
{
    Window w;
    QVERIFY(w.write(50));
    const std::vector<QWidget*> order = focusOrder(w.window);
    order.front()->setFocus();
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backtab);
        QCOMPARE(QApplication::focusWidget(), *it);
    }
}

void tst_Keyboard::whatComesLaterIsInItsPlace()
{
    Window w;
    QVERIFY(w.write(50));
    auto* query = w.window.findChild<QLineEdit*>(QStringLiteral("query"));
    if (query == nullptr)
        query = w.window.logs().findChild<QLineEdit*>();
    query->setFocus();
    QTest::keyClick(query, Qt::Key_F, Qt::ControlModifier);
    auto* find = w.window.findChild<QLineEdit*>(QStringLiteral("findLine"));
    QTRY_VERIFY(find->hasFocus());
    const std::vector<QWidget*> order = focusOrder(w.window);
    const auto at = std::ranges::find(order, find);
    QVERIFY(at != order.end());
    QVERIFY(placeOf(*(at - 1)).bottom() <= placeOf(find).top()
            || placeOf(*(at - 1)).right() <= placeOf(find).left());
    QVERIFY(std::ranges::find(at, order.end(), &w.window.logs().list()) != order.end());
}

void tst_Keyboard::aSheetKeepsTheFocus()
{
    Window w;
    QTest::keyClick(&w.window, Qt::Key_F1);
    QWidget* first = QApplication::focusWidget();
    QVERIFY(first != nullptr && first->parentWidget()->property("role") == QLatin1String("overlay"));
    for (int i = 0; i < 8; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(first->parentWidget()->isAncestorOf(QApplication::focusWidget()));
        QVERIFY(first->isVisible());
    }
}

void tst_Keyboard::aPageThatIsShownHasTheKeys()
{
    Window w;
    QVERIFY(w.write(5));
    const auto* pages = w.window.findChild<QStackedWidget*>();
    for (const Qt::Key key : {Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_4, Qt::Key_1}) {
        QTest::keyClick(&w.window, key, Qt::AltModifier);
        QVERIFY2(pages->currentWidget()->isAncestorOf(QApplication::focusWidget()),
                 qPrintable(QString::number(key - Qt::Key_0)));
    }
}

void tst_Keyboard::whatGoesAwayLeavesTheKeysToWhatIsNearest()
{
    Host host;
    host.show();
    QApplication::setActiveWindow(&host);
    host.goes->setFocus();
    host.goes->hide();
    QVERIFY(host.stays->hasFocus());
}

void tst_Keyboard::theFocusCanBeSeen_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("dark");
    for (const char* place : {"logs", "dashboards", "alerts", "sources", "sources/add",
                              "sources/gaps", "sources/cluster", "settings"}) {
        QTest::addRow("%s, dark", place) << QString::fromLatin1(place) << true;
        QTest::addRow("%s, light", place) << QString::fromLatin1(place) << false;
    }
}

void tst_Keyboard::theFocusCanBeSeen()
{
    QFETCH(QString, place);
    QFETCH(bool, dark);
    Window w;
    w.desk.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    QApplication::setCursorFlashTime(0); // what blinks is no sign
    QVERIFY(w.write(50));
    w.window.showPlace(place);
    if (place == QLatin1String("logs"))
        QVERIFY(w.chooseOne());
    QCoreApplication::processEvents();
    QStringList unseen = unseenIn(w.window, w.window);
    using Tab = DetailsPanel::Tab;
    auto* details = w.window.findChild<DetailsPanel*>();
    for (const Tab tab : {Tab::Json, Tab::Text, Tab::Hex, Tab::Trace, Tab::Around}) {
        if (!details->isVisible())
            break;
        details->showTab(tab);
        QCoreApplication::processEvents();
        unseen << unseenIn(w.window, *details);
    }
    QVERIFY2(unseen.isEmpty(), qPrintable(QLatin1Char('\n') + unseen.join(QLatin1Char('\n'))));
}

QTEST_MAIN(tst_Keyboard)
#include "tst_keyboard.moc"
