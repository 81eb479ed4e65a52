// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"

#include "store/pagechecksums.h"
#include "store/slicefiles.h"
#include "store/sqliteerror.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace weir {

namespace {

constexpr int busyMilliseconds = 2000;

/// `file:` URI of a path, so that parameters can follow it.
std::string uriOf(const std::filesystem::path& file, std::string_view parameters)
{
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr char digits[] = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            uri.append({'%', digits[byte >> 4U], digits[byte & 15U]});
        } else {
            uri.push_back(c);
        }
    }
    return uri.append("?").append(parameters);
}

bool hasUnmergedWal(const std::filesystem::path& file)
{
    std::error_code failed;
    const auto size = std::filesystem::file_size(file.string() + "-wal", failed);
    return !failed && size > 0;
}

} // namespace

Connection::Connection(sqlite3* db, std::filesystem::path file)
    : m_db(db)
    , m_file(std::move(file))
{
}

Connection::~Connection()
{
    sqlite3_close_v2(m_db);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, int flags,
                                                     bool immutable)
{
    sqlite3* raw = nullptr;
    const std::string uri = uriOf(file, immutable ? "immutable=1" : "");
    const int opened = sqlite3_open_v2(
        uri.c_str(), &raw, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
        pagechecksums::vfsName());
    std::unique_ptr<Connection> connection(new Connection(raw, file));
    if (opened != SQLITE_OK)
        return sqliteError(raw, opened, file.string());
    if (pagechecksums::stateOf(raw) == pagechecksums::State::Damaged)
        return Error{Error::Code::Corrupt, file.string(),
                     "the head of the file is damaged: it says neither that its pages have"
                     " checksums nor that they have none"};
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, busyMilliseconds);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);

    // Only the writer checkpoints, and by hand: before SQLite 3.51.3 a second checkpoint at the
    // wrong moment damages the file.
    sqlite3_wal_autocheckpoint(raw, 0);

    // On a mapped file an I/O error is a SIGBUS that ends the process, not an error code.
    if (const auto done = connection->execute("PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
                                              "PRAGMA cell_size_check = ON");
        !done)
        return done.error();
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::openWritable(const std::filesystem::path& file,
                                                             bool fullSync, int pageBytes)
{
    return openFor(file,
                   std::string("PRAGMA journal_mode = WAL; PRAGMA synchronous = ")
                       + (fullSync ? "FULL" : "NORMAL"),
                   pageBytes);
}

Result<std::unique_ptr<Connection>> Connection::openUnshared(const std::filesystem::path& file)
{
    return openFor(file, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", usualPageBytes);
}

Result<std::unique_ptr<Connection>> Connection::openFor(const std::filesystem::path& file,
                                                        const std::string& pragmas, int pageBytes)
{
    // SQLite would give a new file the rights the umask leaves; the -wal takes those of the file.
    const int created = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (created >= 0)
        ::close(created);
    auto connection = open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, false);
    if (!connection)
        return connection;
    std::error_code failed;
    const bool isEmpty = std::filesystem::file_size(file, failed) == 0;
    // Of a file that has pages a VACUUM would change their size, while checksums go by the old one.
    const std::string pageSize = "PRAGMA page_size = " + std::to_string(pageBytes);
    if (const auto done = isEmpty ? (*connection)->execute(pageSize) : Done{}; !done)
        return done.error();
    pagechecksums::enable((*connection)->m_db);
    // What is deleted from an index is deleted with its file, so nothing needs wiping.
    if (const auto done = (*connection)->execute(pragmas + "; PRAGMA secure_delete = OFF"); !done)
        return done.error();
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::openReadOnly(const std::filesystem::path& file)
{
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
        const bool denied = failed == std::errc::permission_denied;
        return Error{denied ? Error::Code::Denied : Error::Code::NotFound, file.string(),
                     denied ? "permission denied" : "no such file"};
    }
    auto connection = open(file, SQLITE_OPEN_READONLY, false);
    const auto readable = connection ? (*connection)->number("SELECT count(*) FROM sqlite_schema")
                                     : Result<std::int64_t>(connection.error());
    if (!readable) {
        // A file in WAL mode needs a -shm beside it, which a read-only medium does not allow. As
        // nobody writes there, the file can be read as one that never changes; but what is in its
        // WAL would silently be missing.
        // NotFound: the file is there, so it is the -shm that could be neither made nor found.
        const Error::Code code = readable.error().code;
        if (code != Error::Code::Denied && code != Error::Code::NotFound)
            return readable.error();
        if (hasUnmergedWal(file))
            return Error{Error::Code::Denied, file.string(),
                         "the folder cannot be written and the file has a -wal that was not merged;"
                         " copy the index to a folder that can be written"};
        connection = open(file, SQLITE_OPEN_READONLY, true);
        if (!connection)
            return connection;
        if (const auto again = (*connection)->number("SELECT count(*) FROM sqlite_schema"); !again)
            return again.error();
    }
    // The last connection to close would run a checkpoint.
    sqlite3_db_config((*connection)->m_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return connection;
}

Result<Done> Connection::execute(const std::string& sql)
{
    const int result = sqlite3_exec(m_db, sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK)
        return sqliteError(m_db, result, m_file.string());
    return Done{};
}

Result<Statement> Connection::prepare(const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v3(m_db, sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (result != SQLITE_OK)
        return sqliteError(m_db, result, m_file.string());
    return Statement(statement, m_file.string());
}

Result<std::int64_t> Connection::number(const std::string& sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? statement->integer(0) : 0;
}

Result<bool> Connection::checkpoint(Checkpoint mode)
{
    const int how = mode == Checkpoint::Passive ? SQLITE_CHECKPOINT_PASSIVE
        : mode == Checkpoint::Restart           ? SQLITE_CHECKPOINT_RESTART
                                                : SQLITE_CHECKPOINT_TRUNCATE;
    // A reader in the middle of something is no reason to hold up the writer.
    sqlite3_busy_timeout(m_db, 0);
    int inWal = 0;
    int copied = 0;
    const int result = sqlite3_wal_checkpoint_v2(m_db, nullptr, how, &inWal, &copied);
    sqlite3_busy_timeout(m_db, busyMilliseconds);
    if (result == SQLITE_BUSY)
        return false;
    if (result != SQLITE_OK)
        return sqliteError(m_db, result, m_file.string());
    return inWal == copied;
}

/// How many bytes the pages of a copy have. Every table and index has a page of its own at least, which
/// in large pages is more than the events of a quiet hour.
Result<int> Connection::choosePageBytesOfCopy()
{
    constexpr std::uint64_t smallContent = std::uint64_t{1} << 20;
    constexpr int smallPageBytes = 1024;
    const auto bytes = contentBytes();
    if (!bytes)
        return bytes.error();
    const int pageBytes = *bytes < smallContent ? smallPageBytes : usualPageBytes;
    if (const auto set = execute("PRAGMA page_size = " + std::to_string(pageBytes)); !set)
        return set.error();
    return pageBytes;
}

Result<Done> Connection::copyTo(const std::filesystem::path& file, const std::stop_token& stop)
{
    // SQLite takes an empty file; it would give a new one the rights the umask leaves.
    const int created = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (created < 0)
        return Error{Error::Code::Io, file.string(), std::strerror(errno)};
    ::close(created);
    const auto pageBytes = choosePageBytesOfCopy();
    if (!pageBytes)
        return pageBytes.error();
    auto vacuum = prepare("VACUUM INTO ?");
    if (!vacuum)
        return vacuum.error();
    const std::string uri = uriOf(file, pagechecksums::parameterForCopyOf(m_db, *pageBytes));
    Result<Done> copied = Done{};
    {
        const std::stop_callback interrupt(stop, [this] { sqlite3_interrupt(m_db); });
        copied = vacuum->bindText(1, uri).run();
    }
    if (stop.stop_requested())
        return Error{Error::Code::Busy, file.string(), "interrupted"};
    return copied ? syncToDisk(file) : copied;
}

Result<Done> Connection::compact(const std::stop_token& stop)
{
    if (const auto set = execute("PRAGMA journal_mode = DELETE"); !set)
        return set;
    Result<Done> compacted = Done{};
    {
        const std::stop_callback interrupt(stop, [this] { sqlite3_interrupt(m_db); });
        compacted = execute("VACUUM");
    }
    if (stop.stop_requested())
        return Error{Error::Code::Busy, m_file.string(), "interrupted"};
    return compacted;
}

std::uint64_t Connection::walBytes() const
{
    std::error_code failed;
    const auto size = std::filesystem::file_size(m_file.string() + "-wal", failed);
    return failed ? 0 : size;
}

Result<std::uint64_t> Connection::contentBytes()
{
    auto statement = prepare("SELECT (page_count - freelist_count) * page_size FROM"
                             " pragma_page_count, pragma_freelist_count, pragma_page_size");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    return static_cast<std::uint64_t>(statement->integer(0));
}

bool Connection::isInTransaction() const
{
    return sqlite3_get_autocommit(m_db) == 0;
}

std::int64_t Connection::lastRowId() const
{
    return sqlite3_last_insert_rowid(m_db);
}

Error Connection::lastError() const
{
    return sqliteError(m_db, sqlite3_extended_errcode(m_db), m_file.string());
}

} // namespace weir
