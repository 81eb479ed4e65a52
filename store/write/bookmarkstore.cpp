// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/bookmarkstore.h"

namespace weir {

BookmarkStore::BookmarkStore(Connection& meta)
    : m_connection(meta)
{
}

Result<Done> BookmarkStore::keep(const Bookmark& bookmark)
{
    auto insert =
        m_connection.prepare("INSERT INTO bookmarks (seq, time, note, created) VALUES (?, ?, ?, ?)"
                             " ON CONFLICT (seq) DO UPDATE SET note = excluded.note");
    if (!insert)
        return insert.error();
    insert->bind(1, static_cast<std::int64_t>(number(bookmark.seq)));
    insert->bind(2, nanosecondsOf(bookmark.time)).bindText(3, bookmark.note);
    return insert->bind(4, nanosecondsOf(bookmark.created)).run();
}

Result<Done> BookmarkStore::drop(EventSeq seq)
{
    auto remove = m_connection.prepare("DELETE FROM bookmarks WHERE seq = ?");
    if (!remove)
        return remove.error();
    return remove->bind(1, static_cast<std::int64_t>(number(seq))).run();
}

} // namespace weir
