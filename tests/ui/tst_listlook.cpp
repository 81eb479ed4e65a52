// SPDX-License-Identifier: GPL-3.0-or-later
// How rows of the log list look and what the mouse finds in them: density, sticky first lines, links.
#include "ui/framestats.h"
#include "ui/logs/logspage.h"
#include "ui/logs/resultlist.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QSignalSpy>
#include <QTest>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

constexpr int headerHeight = 26;

/// A log page over events with these bodies, the last one the newest.
struct Fixture : IndexedPage
{
    explicit Fixture(const std::vector<std::string>& bodies)
    {
        push(static_cast<int>(bodies.size()), [&bodies](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append(bodies[static_cast<std::size_t>(n)]));
        });
        (void)committed();
        (void)QTest::qWaitFor([&] { return page.rows().count() == bodies.size(); });
        paint();
    }
    ResultList& list() { return page.list(); }
    QImage paint() { return list().grab().toImage().convertToFormat(QImage::Format_RGB32); }
    void trigger(const char* id)
    {
        for (auto* action : page.findChildren<QAction*>()) {
            if (action->objectName() == QLatin1String(id))
                action->trigger();
        }
        paint();
    }
    /// A point of the viewport over this address, as the mouse finds it.
    std::optional<QPoint> over(const QString& address)
    {
        for (const ListGeometry::Line& line : list().lines()) {
            const int y = list().areaOf(line).center().y();
            for (int x = 0; x < list().viewport()->width(); x += 4) {
                if (list().linkAt({x, y}) == address)
                    return QPoint(x, y);
            }
        }
        return {};
    }
};

/// Stands in for the desktop.
class Browser final : public QObject
{
    Q_OBJECT

public:
    Browser()
    {
        for (const char* scheme : {"http", "https"})
            QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "open");
    }
    ~Browser() override
    {
        for (const char* scheme : {"http", "https"})
            QDesktopServices::unsetUrlHandler(QLatin1String(scheme));
    }

    QList<QUrl> opened;

public slots:
    void open(const QUrl& url) { opened << url; }
};

} // namespace

class tst_ListLook final : public QObject
{
    Q_OBJECT

private slots:
    void densityMakesRowsCloserAndWider();
    void theFirstLineStaysWhileTheOthersAreScrolledThrough();
    void controlAndAClickOpenALinkAndNothingElseDoes();
    void aLinkOfOursIsOpenedByTheWindow();
    void aLinkUnderTheMouseIsUnderlined();
};

void tst_ListLook::densityMakesRowsCloserAndWider()
{
    Fixture f(std::vector<std::string>(200, "card declined"));
    const auto height = [&f] {
        return f.list().lines().front().height;
    };
    f.trigger("list.density.compact");
    const int compact = height();
    const int rows = f.list().visibleRows();
    f.trigger("list.density.normal");
    const int normal = height();
    f.trigger("list.density.roomy");
    QVERIFY2(compact < normal && normal < height(),
             qPrintable(QStringLiteral("%1 %2 %3").arg(compact).arg(normal).arg(height())));
    QVERIFY(f.list().visibleRows() < rows);
    QCOMPARE(f.list().lines().back().row, std::uint64_t{0}); // it follows all the same
    QVERIFY(compact >= QFontMetrics(f.theme.eventFont()).ascent()
                + QFontMetrics(f.theme.eventFont()).descent());
}

void tst_ListLook::theFirstLineStaysWhileTheOthersAreScrolledThrough()
{
    std::vector<std::string> bodies(100, "card declined");
    bodies[50] = "Traceback of the one\n  second\n  third\n  fourth\n  fifth\n  sixth";
    Fixture f(bodies);
    const int lineHeight = f.list().lines().back().height;
    f.list().scrollTo(f.page.rows().row(99 - 50)->key);
    f.list().clearSelection();
    f.paint();
    const auto stack = [&f] {
        return *std::ranges::find(f.list().lines(), std::uint64_t{49}, &ListGeometry::Line::row);
    };
    QVERIFY(stack().height > 5 * lineHeight - 10);
    const auto topLine = [&] {
        return f.paint().copy(0, headerHeight, f.list().viewport()->width(), lineHeight - 2);
    };
    f.list().scrollPixels(-stack().top); // to the upper edge
    const QImage atTheTop = topLine();
    QCOMPARE(stack().top, 0);
    f.list().scrollPixels(-2 * lineHeight);
    QCOMPARE(stack().top, -2 * lineHeight);
    QCOMPARE(topLine(), atTheTop);
    f.list().scrollPixels(-(stack().bottom() - lineHeight / 2)); // it is pushed out by the next
    QVERIFY(topLine() != atTheTop);
}

void tst_ListLook::controlAndAClickOpenALinkAndNothingElseDoes()
{
    const QString good = QStringLiteral("https://example.org/orders?id=7");
    const QString secret = QStringLiteral("https://me:secret@example.org/");
    Fixture f({"see " + good.toStdString() + " for more", "see " + secret.toStdString(),
               "javascript:alert(1) file:///etc/passwd"});
    Browser browser;
    const auto at = f.over(good);
    QVERIFY(at);
    QTest::mouseClick(f.list().viewport(), Qt::LeftButton, {}, *at);
    QTest::mouseClick(f.list().viewport(), Qt::LeftButton, Qt::ShiftModifier, *at);
    QTest::mouseClick(f.list().viewport(), Qt::MiddleButton, Qt::ControlModifier, *at);
    QTest::mouseDClick(f.list().viewport(), Qt::LeftButton, {}, *at);
    QVERIFY(browser.opened.isEmpty());
    const auto before = f.list().selected();
    QTest::mouseClick(f.list().viewport(), Qt::LeftButton, Qt::ControlModifier, *at);
    QCOMPARE(browser.opened, QList<QUrl>{QUrl(good)});
    QVERIFY(f.list().selected() == before); // it does not select as well
    for (const ListGeometry::Line& line : f.list().lines()) {
        const int y = f.list().areaOf(line).center().y();
        for (int x = 0; x < f.list().viewport()->width(); x += 12) {
            if (f.list().linkAt({x, y}) != good)
                QTest::mouseClick(f.list().viewport(), Qt::LeftButton, Qt::ControlModifier, {x, y});
        }
    }
    QCOMPARE(browser.opened.size(), 1);
}

void tst_ListLook::aLinkOfOursIsOpenedByTheWindow()
{
    const QString ours = QStringLiteral("weir:") + QStringLiteral("//event/1");
    Fixture f({"the first", "see " + ours.toStdString()});
    const QSignalSpy wanted(&f.client, &CollectorClient::showWanted);
    const auto at = f.over(ours);
    QVERIFY(at);
    QTest::mouseClick(f.list().viewport(), Qt::LeftButton, Qt::ControlModifier, *at);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).toString(), ours);
}

void tst_ListLook::aLinkUnderTheMouseIsUnderlined()
{
    const QString good = QStringLiteral("https://example.org/");
    Fixture f({"see " + good.toStdString()});
    const QImage before = f.paint();
    const auto at = f.over(good);
    QVERIFY(at);
    QMouseEvent move(QEvent::MouseMove, *at, f.list().viewport()->mapToGlobal(*at), Qt::NoButton, {},
                     {});
    QApplication::sendEvent(f.list().viewport(), &move);
    QVERIFY(f.paint() != before);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(f.list().viewport(), &leave);
    QCOMPARE(f.paint(), before);
}

QTEST_MAIN(tst_ListLook)
#include "tst_listlook.moc"
