// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bookmarks.h"

#include <QSignalSpy>
#include <QTest>

#include "fakecollector.h"
#include "writtenindex.h"

using namespace weir;
using namespace weir::test;

namespace {

const TimePoint noon = timePointOf(1'763'899'200'000'000'000);

Bookmark bookmark(std::uint64_t seq, std::string note)
{
    return {EventSeq{seq}, noon + std::chrono::seconds(seq), std::move(note), noon};
}

EventKey keyOf(const Bookmark& bookmark)
{
    return {bookmark.time, bookmark.seq};
}

} // namespace

class tst_Bookmarks final : public QObject
{
    Q_OBJECT

private slots:
    void areReadAtTheStartAndKnownByTheirEvents();
    void comeAgainWhenTheCollectorSaysThatTheyChanged();
    void areChangedByTheCollectorAndReadAfterItsAnswer();
    void whatTheCollectorRefusesIsSaid();
    void withoutACollectorItIsSaidWhyTheyCannotChange();
    void aNoteThatIsTooLongIsCutOffBetweenCharacters();
};

void tst_Bookmarks::areReadAtTheStartAndKnownByTheirEvents()
{
    WrittenIndex index;
    const Bookmark first = bookmark(3, "where it began");
    const Bookmark second = bookmark(9, {});
    index.keepBookmark(second);
    index.keepBookmark(first);
    FakeCollector client;
    const Bookmarks bookmarks(index.folder(), client);
    QTRY_COMPARE(bookmarks.all(), (std::vector<Bookmark>{first, second}));
    QVERIFY(bookmarks.has(keyOf(first)));
    QVERIFY(bookmarks.has(keyOf(second)));
    QVERIFY(!bookmarks.has({first.time, EventSeq{4}}));
    QCOMPARE(bookmarks.noteOf(keyOf(first)), QStringLiteral("where it began"));
}

void tst_Bookmarks::comeAgainWhenTheCollectorSaysThatTheyChanged()
{
    WrittenIndex index;
    FakeCollector client;
    const Bookmarks bookmarks(index.folder(), client);
    const QSignalSpy changed(&bookmarks, &Bookmarks::changed);
    index.keepBookmark(bookmark(3, "of another window"));
    emit client.bookmarksChanged();
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(bookmarks.all().size(), std::size_t{1});
}

void tst_Bookmarks::areChangedByTheCollectorAndReadAfterItsAnswer()
{
    WrittenIndex index;
    FakeCollector client;
    Bookmarks bookmarks(index.folder(), client);
    bookmarks.keep(EventSeq{3}, QStringLiteral("look here"));
    QCOMPARE(client.sent(), (std::vector<std::string>{"bookmark"}));
    QCOMPARE(client.arguments(), (CollectorClient::Arguments{{"seq", "3"}, {"note", "look here"}}));
    QVERIFY(bookmarks.all().empty()); // not before it is kept
    index.keepBookmark(bookmark(3, "look here"));
    client.answer(std::string());
    QTRY_COMPARE(bookmarks.all().size(), std::size_t{1});
    bookmarks.drop(EventSeq{3});
    QCOMPARE(client.sent().back(), std::string("unbookmark"));
    QCOMPARE(client.arguments(), (CollectorClient::Arguments{{"seq", "3"}}));
}

void tst_Bookmarks::whatTheCollectorRefusesIsSaid()
{
    WrittenIndex index;
    FakeCollector client;
    Bookmarks bookmarks(index.folder(), client);
    const QSignalSpy failed(&bookmarks, &Bookmarks::failed);
    bookmarks.keep(EventSeq{3}, {});
    client.answer(Error{Error::Code::NotFound, "3", "not in the index"});
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains(QStringLiteral("not in the index")));
}

void tst_Bookmarks::withoutACollectorItIsSaidWhyTheyCannotChange()
{
    WrittenIndex index;
    FakeCollector client;
    Bookmarks bookmarks(index.folder(), client);
    QVERIFY(bookmarks.obstacle().isEmpty());
    client.setConnection(CollectorClient::Connection::None);
    const QSignalSpy failed(&bookmarks, &Bookmarks::failed);
    bookmarks.keep(EventSeq{3}, {});
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.at(0).at(0).toString(), bookmarks.obstacle());
    QVERIFY(client.sent().empty());
}

void tst_Bookmarks::aNoteThatIsTooLongIsCutOffBetweenCharacters()
{
    WrittenIndex index;
    FakeCollector client;
    Bookmarks bookmarks(index.folder(), client);
    bookmarks.keep(EventSeq{3}, QString(3000, QChar(0x20ac)));
    const std::string note = client.arguments().at("note");
    QVERIFY(note.size() <= Bookmark::maxNote);
    QVERIFY(note.size() > Bookmark::maxNote - 3);
    QCOMPARE(QString::fromStdString(note).count(QChar(0x20ac)), qsizetype(note.size() / 3));
}

QTEST_MAIN(tst_Bookmarks)
#include "tst_bookmarks.moc"
