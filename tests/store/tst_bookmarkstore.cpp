// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/read/bookmarkreader.h"
#include "store/slicefiles.h"
#include "support.h"

#include <QTest>

using namespace weir;
using namespace weir::test;

class tst_BookmarkStore final : public QObject
{
    Q_OBJECT

private slots:
    void theyComeBackInTheOrderOfTheirEvents();
    void anotherNoteKeepsTheDayOfTheFirst();
    void oneThatIsDroppedIsGone();
    void anIndexOfAWeirWithoutBookmarksHasNoneAndGetsThem();
    void noIndexHasNone();
};

namespace {

std::vector<Bookmark> bookmarksIn(const TestIndex& index)
{
    const auto bookmarks = readBookmarks(index.folder());
    return bookmarks ? *bookmarks : std::vector<Bookmark>{{EventSeq{999}, {}, "failed", {}}};
}

Bookmark bookmark(std::uint64_t seq, int second, std::string note = {})
{
    return {EventSeq{seq}, noon + std::chrono::seconds(second), std::move(note), noon};
}

} // namespace

void tst_BookmarkStore::theyComeBackInTheOrderOfTheirEvents()
{
    TestIndex index;
    index.write(numbered(0, 10));
    const Bookmark late = bookmark(3, 60, "später “ \xF0\x9F\x90\x9F");
    const Bookmark early = bookmark(7, 30);
    index.writer->keepBookmark(late, {});
    index.writer->keepBookmark(early, {});
    index.close();
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{early, late}));
    index.open(); // and after a restart
    index.close();
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{early, late}));
}

void tst_BookmarkStore::anotherNoteKeepsTheDayOfTheFirst()
{
    TestIndex index;
    const Bookmark first = bookmark(3, 60, "first");
    index.writer->keepBookmark(first, {});
    Bookmark second = bookmark(3, 60, "second");
    second.created += std::chrono::hours(1);
    bool kept = false;
    index.writer->keepBookmark(second, [&kept] { kept = true; });
    index.close();
    QVERIFY(kept);
    second.created = first.created;
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{second}));
}

void tst_BookmarkStore::oneThatIsDroppedIsGone()
{
    TestIndex index;
    index.writer->keepBookmark(bookmark(3, 60), {});
    index.writer->keepBookmark(bookmark(4, 61), {});
    bool dropped = false;
    index.writer->dropBookmark(EventSeq{3}, [&dropped] { dropped = true; });
    index.writer->dropBookmark(EventSeq{17}, {}); // was never there
    index.close();
    QVERIFY(dropped);
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{bookmark(4, 61)}));
}

void tst_BookmarkStore::anIndexOfAWeirWithoutBookmarksHasNoneAndGetsThem()
{
    TestIndex index;
    index.close();
    {
        const auto meta = Connection::openWritable(metaFileIn(index.folder()), false);
        QVERIFY(meta);
        QVERIFY((*meta)->execute("DROP TABLE bookmarks; PRAGMA user_version = 2"));
    }
    QCOMPARE(bookmarksIn(index), std::vector<Bookmark>{});
    index.open();
    index.writer->keepBookmark(bookmark(3, 60), {});
    index.close();
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{bookmark(3, 60)}));
}

void tst_BookmarkStore::noIndexHasNone()
{
    const auto bookmarks = readBookmarks("/nonexistent");
    QVERIFY(bookmarks);
    QVERIFY(bookmarks->empty());
}

QTEST_GUILESS_MAIN(tst_BookmarkStore)
#include "tst_bookmarkstore.moc"
