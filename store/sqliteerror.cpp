// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqliteerror.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace weir {

namespace {

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
        return systemError == ENOENT ? Error::Code::NotFound : Error::Code::Denied;
    default:
        return Error::Code::Io;
    }
}

} // namespace

Error sqliteError(sqlite3* db, int result, const std::string& file)
{
    const int primary = result & 0xFF;
    // The connection remembers the errno of its last system call; it says something of failed
    // input and output only.
    const bool system =
        primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;
    const int systemError = db != nullptr && system ? sqlite3_system_errno(db) : 0;
    std::string detail = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(result);
    if (systemError != 0)
        detail.append(" (").append(std::strerror(systemError)).append(")");
    return Error{codeOf(result, systemError), file, std::move(detail)};
}

} // namespace weir
