// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/read/bookmarkreader.h"
#include "store/slicefiles.h"
#include "support.h"
#include "tests/support/faultyvfs.h"

#include <QTest>

#include <sqlite3.h>

#include <cerrno>
#include <future>

using namespace weir;
using namespace weir::test;

class tst_BookmarkStore final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_disk = &FaultyVfs::install(); }
    void theyComeBackInTheOrderOfTheirEvents();
    void anotherNoteKeepsTheDayOfTheFirst();
    void oneThatIsDroppedIsGone();
    void anIndexOfAWeirWithoutBookmarksHasNoneAndGetsThem();
    void noIndexHasNone();
    void aFullDiskIsSaidAndHoldsUpNothing();

private:
    FaultyVfs* m_disk = nullptr;
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
    index.writer->keepBookmark(second, [&kept](const auto& done) { kept = bool(done); });
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
    index.writer->dropBookmark(EventSeq{3}, [&dropped](const auto& done) { dropped = bool(done); });
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

void tst_BookmarkStore::aFullDiskIsSaidAndHoldsUpNothing()
{
    TestIndex index;
    index.writer->keepBookmark(bookmark(2, 59), {});
    index.reopen();
    m_disk->arm({IoCall::Write, SQLITE_FULL, ENOSPC, 1, true});
    std::promise<Result<Done>> kept;
    std::promise<Result<Done>> dropped;
    index.writer->keepBookmark(bookmark(3, 60), [&](auto done) { kept.set_value(done); });
    index.writer->dropBookmark(EventSeq{2}, [&](auto done) { dropped.set_value(done); });
    auto keptSoon = kept.get_future();
    auto droppedSoon = dropped.get_future();
    const auto answered = keptSoon.wait_for(std::chrono::seconds(20));
    const auto answeredToo = droppedSoon.wait_for(std::chrono::seconds(20));
    m_disk->disarm();
    index.writer->keepBookmark(bookmark(4, 61), {});
    index.close();
    QCOMPARE(answered, std::future_status::ready);
    QCOMPARE(answeredToo, std::future_status::ready);
    QVERIFY(!keptSoon.get());
    QVERIFY(!droppedSoon.get());
    QCOMPARE(bookmarksIn(index), (std::vector<Bookmark>{bookmark(2, 59), bookmark(4, 61)}));
}

QTEST_GUILESS_MAIN(tst_BookmarkStore)
#include "tst_bookmarkstore.moc"
