// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bookmark.h"
#include "store/connection.h"

namespace weir {

/// The table of bookmarks in meta.db, for the writer. Durable when a function returns.
///
/// Thread: that of the connection, which outlives it.
class BookmarkStore final
{
public:
    explicit BookmarkStore(Connection& meta);

    /// A new bookmark, or another note for one that is there: its `created` stays.
    Result<Done> keep(const Bookmark& bookmark);
    /// What is not there is no error.
    Result<Done> drop(EventSeq seq);

private:
    Connection& m_connection;
};

} // namespace weir
