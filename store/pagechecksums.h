// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

struct sqlite3;

namespace weir {

/// Every page of a database carries a checksum in the bytes that SQLite reserves at its end, as
/// docs/file-format.md says: a bit that flipped on the disk is then an error (SQLITE_IOERR_DATA)
/// where SQLite itself would read on and give fewer rows, or wrong ones.
///
/// It is done by a VFS between SQLite and the file: it puts a page's checksum into what is written
/// to a database, and compares on reading. A WAL has checksums of its own and is left alone. Files
/// that were made without are read and written as they are.
namespace pagechecksums {

/// The name of the VFS for sqlite3_open_v2(). It stands on what is SQLite's default VFS at the
/// first call; null where it cannot be registered. Thread safety: any thread.
const char* vfsName();

/// Makes a database that is still empty one with checksums. After the page size was set.
void enable(sqlite3* db);

/// What the URI of the file has to say into which a database is copied by VACUUM INTO, so that the copy
/// has checksums where the original has. SQLite writes most pages of a large copy before the first,
/// which alone says that there are any. Its pages have `pageBytes`. Precondition: something of the database was read.
std::string parameterForCopyOf(sqlite3* db, int pageBytes);

/// Whether its pages are checked. Damaged: it says neither that it has checksums nor that it has
/// none, so nothing in it can be trusted. Of a connection that enable() was not called for.
enum class State { Checked, Unchecked, Damaged };
State stateOf(sqlite3* db);

} // namespace pagechecksums

} // namespace weir
