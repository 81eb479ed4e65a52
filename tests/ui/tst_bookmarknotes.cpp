// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/bookmarkspopup.h"
#include "ui/logs/eventlist.h"
#include "ui/logs/notebar.h"
#include "ui/logs/pagenote.h"
#include "ui/logs/resultlist.h"
#include "ui/models/zones.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "orderspage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// An event is selected and bookmarked, and the line for its note has the keys.
bool beginNote(OrdersPage& f)
{
    f.write(20);
    if (!f.committed() || !f.select(4))
        return false;
    const EventKey key = *f.page.list().selected();
    QTest::keyClick(&f.page.list(), Qt::Key_M);
    f.index.keepBookmark({key.seq, key.time, {}, f.clock.now()});
    f.client.answer(std::string());
    auto* note = f.part<NoteBar>().findChild<QLineEdit*>();
    return QTest::qWaitFor([note] { return note->hasFocus(); });
}

} // namespace

/// Bookmarks as they are set on the page: the key, the note, and the list.
class tst_BookmarkNotes final : public QObject
{
    Q_OBJECT

private slots:
    void aBookmarkIsSetWithANoteAndRemovedByTheKey();
    void aNoteThatIsBeingTypedIsKeptWhenAnotherEventIsShown();
    void aNoteThatIsRefusedStaysWhereItWasTyped();
    void bookmarksAreListedFoundAndJumpedTo();
    void theyAreListedInTheZoneOfTheirPage();
    void withoutACollectorTheKeySaysWhyItCannot();
};

void tst_BookmarkNotes::aBookmarkIsSetWithANoteAndRemovedByTheKey()
{
    OrdersPage f;
    f.write(20);
    QVERIFY(f.committed());
    QVERIFY(f.select(4));
    const EventKey key = *f.page.list().selected();
    QTest::keyClick(&f.page.list(), Qt::Key_M);
    QCOMPARE(f.client.sent().back(), std::string("bookmark"));
    f.index.keepBookmark({key.seq, key.time, {}, f.clock.now()});
    f.client.answer(std::string());
    auto* note = f.part<NoteBar>().findChild<QLineEdit*>();
    QTRY_VERIFY(note->hasFocus());
    QTest::keyClicks(note, QStringLiteral("look here"));
    QTest::keyClick(note, Qt::Key_Return);
    QCOMPARE(f.client.arguments().at("note"), std::string("look here"));
    f.index.keepBookmark({key.seq, key.time, "look here", f.clock.now()});
    f.client.answer(std::string());
    QTRY_COMPARE(f.bookmarks.noteOf(key), QStringLiteral("look here"));
    QVERIFY(f.page.list().hasFocus());

    QTest::keyClick(&f.page.list(), Qt::Key_M);
    QCOMPARE(f.client.sent().back(), std::string("unbookmark"));
    click(f.part<PageNote>(), QStringLiteral("Put it back"));
    QCOMPARE(f.client.sent().back(), std::string("bookmark"));
    QCOMPARE(f.client.arguments().at("note"), std::string("look here"));
    f.client.answer(Error{Error::Code::Io, {}, "the disk is full"});
    QVERIFY(f.part<PageNote>().sentence().contains(QLatin1String("the disk is full")));
    const std::size_t sent = f.client.sent().size();
    click(f.part<PageNote>(), QStringLiteral("Put it back")); // what was written is still there
    QCOMPARE(f.client.sent().size(), sent + 1);
    QCOMPARE(f.client.arguments().at("note"), std::string("look here"));
}

void tst_BookmarkNotes::aNoteThatIsBeingTypedIsKeptWhenAnotherEventIsShown()
{
    OrdersPage f;
    QVERIFY(beginNote(f));
    const EventKey key = *f.page.list().selected();
    auto* note = f.part<NoteBar>().findChild<QLineEdit*>();
    QTest::keyClicks(note, QStringLiteral("half a tho"));
    f.part<NoteBar>().setEvent({key.time, EventSeq{number(key.seq) + 1}});
    QCOMPARE(f.client.arguments().at("seq"), std::to_string(number(key.seq)));
    QCOMPARE(f.client.arguments().at("note"), std::string("half a tho"));
}

void tst_BookmarkNotes::aNoteThatIsRefusedStaysWhereItWasTyped()
{
    OrdersPage f;
    QVERIFY(beginNote(f));
    const EventKey key = *f.page.list().selected();
    auto* note = f.part<NoteBar>().findChild<QLineEdit*>();
    QTest::keyClicks(note, QStringLiteral("look here"));
    QTest::keyClick(note, Qt::Key_Return);
    f.client.answer(Error{Error::Code::Io, {}, "the disk is full"});
    QCOMPARE(note->text(), QStringLiteral("look here"));
    const auto saysWhy = [&] {
        for (const QLabel* label : f.part<NoteBar>().findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QLatin1String("the disk is full")))
                return true;
        }
        return false;
    };
    QVERIFY(saysWhy());
    const std::size_t sent = f.client.sent().size();
    note->setFocus();
    QTest::keyClick(note, Qt::Key_Return); // once more, as it stands
    QCOMPARE(f.client.sent().size(), sent + 1);
    QCOMPARE(f.client.arguments().at("note"), std::string("look here"));
    // Of an event that is not shown any more it can be put back.
    f.part<NoteBar>().setEvent({key.time, EventSeq{number(key.seq) + 1}});
    f.client.answer(Error{Error::Code::Io, {}, "the disk is full"});
    QVERIFY(f.part<PageNote>().sentence().contains(QLatin1String("the disk is full")));
    click(f.part<PageNote>(), QStringLiteral("Put it back"));
    QCOMPARE(f.client.arguments().at("seq"), std::to_string(number(key.seq)));
    QCOMPARE(f.client.arguments().at("note"), std::string("look here"));
}

void tst_BookmarkNotes::bookmarksAreListedFoundAndJumpedTo()
{
    OrdersPage f;
    f.write(60);
    QVERIFY(f.committed());
    QVERIFY(f.select(4));
    const EventKey first = *f.page.list().selected();
    QVERIFY(f.select(30));
    const EventKey second = *f.page.list().selected();
    f.index.keepBookmark({first.seq, first.time, "the beginning", {}});
    f.index.keepBookmark({second.seq, second.time, "the middle", {}});
    f.index.keepBookmark({EventSeq{5000}, second.time, "long gone", {}});
    emit f.client.bookmarksChanged();
    QTRY_COMPARE(f.bookmarks.all().size(), std::size_t{3});
    QTest::keyClick(&f.page.list(), Qt::Key_Apostrophe);
    auto& popup = f.part<BookmarksPopup>();
    auto* list = popup.findChild<EventList*>();
    QCOMPARE(list->lines().size(), std::size_t{3}); // at once, whatever it takes to read the events
    QCOMPARE(list->lines().front().note, QStringLiteral("the beginning"));
    QTRY_VERIFY(list->lines().back().isRemoved);
    QCOMPARE(list->lines().front().title, QStringLiteral("order 4"));
    QVERIFY(list->model()->index(2, 0).data().toString().contains(QLatin1String("not kept any more")));
    auto* filter = popup.findChild<QLineEdit*>();
    QTest::keyClicks(filter, QStringLiteral("beginn"));
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Return);
    QVERIFY(popup.isHidden());
    QTRY_COMPARE(f.selectedBody(), std::string("order 4"));

    QTest::keyClick(&f.page.list(), Qt::Key_Apostrophe);
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QTest::keyClick(filter, Qt::Key_Down);
    QTest::keyClick(filter, Qt::Key_Down);
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_VERIFY(f.part<PageNote>().sentence().contains(QLatin1String("not in the index any more")));

    for (std::uint64_t seq = 1; seq <= 120; ++seq) // more than are read at once
        f.index.keepBookmark({EventSeq{seq}, first.time, "many", {}});
    emit f.client.bookmarksChanged();
    QTRY_VERIFY(f.bookmarks.all().size() >= 120);
    QApplication::setActiveWindow(&f.page); // offscreen nobody does when a popup closes
    QTest::keyClick(&f.page.list(), Qt::Key_Apostrophe);
    QCOMPARE(list->lines().size(), f.bookmarks.all().size());
    QTRY_VERIFY(std::ranges::none_of(list->lines(), [](const EventLine& line) {
        return line.title.isEmpty() && !line.isRemoved;
    }));
}

void tst_BookmarkNotes::theyAreListedInTheZoneOfTheirPage()
{
    OrdersPage f;
    f.write(5);
    QVERIFY(f.committed());
    QVERIFY(f.select(4));
    const EventKey key = *f.page.list().selected();
    f.index.keepBookmark({key.seq, key.time, "here", {}});
    emit f.client.bookmarksChanged();
    QTRY_COMPARE(f.bookmarks.all().size(), std::size_t{1});
    ListSettings settings = f.page.list().settings();
    settings.zone = "Asia/Kolkata";
    f.page.setListSettings(settings);
    f.range.setZone(zoneNamed("UTC")); // by a list beside it
    QTest::keyClick(&f.page.list(), Qt::Key_Apostrophe);
    const auto* list = f.part<BookmarksPopup>().findChild<EventList*>();
    const QString said = list->model()->index(0, 0).data().toString();
    QVERIFY2(said.contains(clockText(key.time, zoneNamed("Asia/Kolkata"), 3)), qPrintable(said));
}

void tst_BookmarkNotes::withoutACollectorTheKeySaysWhyItCannot()
{
    OrdersPage f;
    f.write(5);
    QVERIFY(f.committed());
    QVERIFY(f.select(4));
    f.client.setConnection(CollectorClient::Connection::None);
    const auto before = f.client.sent().size();
    QTest::keyClick(&f.page.list(), Qt::Key_M);
    QVERIFY(f.part<PageNote>().sentence().contains(QLatin1String("collector")));
    QCOMPARE(f.client.sent().size(), before);
}

QTEST_MAIN(tst_BookmarkNotes)
#include "tst_bookmarknotes.moc"
