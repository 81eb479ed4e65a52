// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqliteerror.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace weir {

namespace {

/// Without a number SQLite refused by itself, because of what it may do with the file.
bool isPermission(int systemError)
{
    return systemError == 0 || systemError == EACCES || systemError == EPERM
        || systemError == EROFS;
}

Error::Code codeOf(int result, int systemError)
{
    if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG)
        return Error::Code::Full;
    switch (result & 0xFF) {
    case SQLITE_FULL:
        return Error::Code::Full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::Code::Busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error::Code::Corrupt;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        return Error::Code::Denied;
    case SQLITE_CANTOPEN:
        return systemError == ENOENT    ? Error::Code::NotFound
            : isPermission(systemError) ? Error::Code::Denied
                                        : Error::Code::Io;
    default:
        return Error::Code::Io;
    }
}

/// What the system said to the last failed call on the WAL. The connection's own errno is often gone by
/// the time the statement has been rolled back.
int walErrno(sqlite3* db)
{
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK
        || file == nullptr || file->pMethods == nullptr)
        return 0;
    int number = 0;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

} // namespace

Error sqliteError(sqlite3* db, int result, const std::string& file)
{
    if (result == SQLITE_IOERR_DATA)
        return Error{Error::Code::Corrupt, file,
                     "a page of the file is damaged, its checksum does not fit"};
    const int primary = result & 0xFF;
    // The connection remembers the errno of its last system call; it says something of failed
    // input and output only.
    const bool system =
        primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;
    int systemError = db != nullptr && system ? sqlite3_system_errno(db) : 0;
    if (db != nullptr && system && systemError == 0)
        systemError = walErrno(db);
    std::string detail = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(result);
    if (systemError != 0)
        detail.append(" (").append(std::strerror(systemError)).append(")");
    return Error{codeOf(result, systemError), file, std::move(detail)};
}

} // namespace weir
