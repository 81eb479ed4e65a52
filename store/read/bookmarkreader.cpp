// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/bookmarkreader.h"

#include "store/schema.h"
#include "store/slicefiles.h"

namespace weir {

namespace {

/// The version of meta.db that has brought the table.
constexpr std::int64_t bookmarksSince = 3;

} // namespace

Result<std::vector<Bookmark>> readBookmarks(const std::filesystem::path& folder)
{
    std::vector<Bookmark> bookmarks;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(metaFileIn(folder), ignored))
        return bookmarks;
    const auto meta = Connection::openReadOnly(metaFileIn(folder));
    if (!meta)
        return meta.error();
    if (const auto fits = checkSchema(**meta, FileKind::Meta); !fits)
        return fits.error().code == Error::Code::NotFound
            ? Result<std::vector<Bookmark>>(bookmarks)
            : fits.error();
    const auto version = (*meta)->number("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version < bookmarksSince)
        return bookmarks;
    auto statement =
        (*meta)->prepare("SELECT seq, time, note, created FROM bookmarks ORDER BY time, seq");
    if (!statement)
        return statement.error();
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        bookmarks.push_back({EventSeq{static_cast<std::uint64_t>(statement->integer(0))},
                             timePointOf(statement->integer(1)), std::string(statement->text(2)),
                             timePointOf(statement->integer(3))});
    if (!row)
        return row.error();
    return bookmarks;
}

} // namespace weir
