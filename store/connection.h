// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "store/statement.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

struct sqlite3;

namespace weir {

/// One open SQLite file.
///
/// Thread: a connection and its statements belong to the thread that uses them. Every reader opens
/// through openReadOnly() and every writer through openWritable(): the rules that keep an index
/// whole under several processes stand there, once.
class Connection final
{
public:
    static constexpr int usualPageBytes = 16'384;

    /// For the one writer. Creates the file (0600) when missing, makes sure it is in WAL mode; the
    /// writer checkpoints by hand. `fullSync`: a commit survives power loss, not only a crash.
    static Result<std::unique_ptr<Connection>>
    openWritable(const std::filesystem::path& file, bool fullSync, int pageBytes = usualPageBytes);

    /// For a file that nobody else opens meanwhile: no WAL, so what is in the file is all there is.
    /// A commit survives power loss.
    static Result<std::unique_ptr<Connection>> openUnshared(const std::filesystem::path& file);

    /// For everybody else: never writes, never checkpoints. On a read-only medium the file is read
    /// as one that cannot change; Denied when it then would lack what is still in its WAL.
    static Result<std::unique_ptr<Connection>> openReadOnly(const std::filesystem::path& file);

    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<Done> execute(const std::string& sql);
    Result<Statement> prepare(const std::string& sql);
    /// The first column of the first row; 0 without a row.
    Result<std::int64_t> number(const std::string& sql);

    enum class Checkpoint { Passive, Restart, Truncate };
    /// Copies the WAL into the file. What readers hold up is left; that is no error.
    /// True when the whole WAL is in the file now.
    Result<bool> checkpoint(Checkpoint mode);

    std::uint64_t walBytes() const;
    /// Writes everything to a new file (0600), compact and not in WAL mode, and makes it durable. What
    /// is small gets small pages. Busy when a stop was requested. The file is left unfinished when it fails.
    Result<Done> copyTo(const std::filesystem::path& file, const std::stop_token& stop);

    /// Writes the file anew without its free pages, and takes it out of WAL mode. Busy when a stop was
    /// requested; the file is as it was then. Precondition: nobody else has it open.
    Result<Done> compact(const std::stop_token& stop);

    /// The size of the database with what is still in its WAL, each page once; without free pages.
    Result<std::uint64_t> contentBytes();

    /// Inside a transaction.
    bool isInTransaction() const;
    std::int64_t lastRowId() const;
    const std::filesystem::path& file() const { return m_file; }
    /// What SQLite says of the last call that failed.
    Error lastError() const;

private:
    Connection(sqlite3* db, std::filesystem::path file);
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, int flags,
                                                    bool immutable);
    Result<int> choosePageBytesOfCopy();
    static Result<std::unique_ptr<Connection>> openFor(const std::filesystem::path& file,
                                                       const std::string& pragmas, int pageBytes);

    sqlite3* m_db;
    const std::filesystem::path m_file;
};

} // namespace weir
