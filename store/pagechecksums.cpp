// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/pagechecksums.h"

#include <sqlite3.h>
#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

namespace weir::pagechecksums {

namespace {

constexpr char name[] = "weir";

/// Twelve, so that no single bit makes it none, which would switch the checking off.
constexpr int reservedBytes = 12;
constexpr int checksumBytes = 8;

// Of the header of a database, as SQLite's own format says.
constexpr int headerBytes = 100;
constexpr char magic[] = "SQLite format 3";
constexpr int pageSizeAt = 16;
constexpr int reservedAt = 20;

/// A database between SQLite and the file below; that one's object follows in memory.
struct File
{
    sqlite3_file base;
    int pageSize; ///< 0: pages have no checksums
    sqlite3_file* real;
};

/// SQLite gives memory for the larger of the two.
constexpr int ownBytes = static_cast<int>((sizeof(File) + 15) / 16 * 16);

sqlite3_vfs* below = nullptr;

File& fileOf(sqlite3_file* file)
{
    return *reinterpret_cast<File*>(file); // NOLINT: SQLite's way of deriving
}

const sqlite3_io_methods& realMethods(sqlite3_file* file)
{
    return *fileOf(file).real->pMethods;
}

constexpr char pageSizeParameter[] = "weir_page";

/// Of a file that is a copy; else 0.
int announcedPageSize(const char* path)
{
    const sqlite3_int64 size = path == nullptr ? 0 : sqlite3_uri_int64(path, pageSizeParameter, 0);
    return size >= 512 && size <= 65'536 ? static_cast<int>(size) : 0;
}

/// Learns from the beginning of a database how long its pages are and whether they have checksums.
void readHeader(File& file, const unsigned char* bytes, int amount)
{
    if (amount < headerBytes || std::memcmp(bytes, magic, sizeof(magic)) != 0)
        return;
    const int size = bytes[pageSizeAt] << 8 | bytes[pageSizeAt + 1];
    file.pageSize = bytes[reservedAt] == reservedBytes && size >= 512 ? size : 0;
}

bool isPage(const File& file, int amount, sqlite3_int64 offset)
{
    return file.pageSize != 0 && amount == file.pageSize && offset % file.pageSize == 0;
}

/// The place of the page is part of it, so that a page at the wrong place is found too.
std::uint64_t checksumOf(const unsigned char* page, int size, sqlite3_int64 offset)
{
    return XXH3_64bits_withSeed(page, static_cast<std::size_t>(size - checksumBytes),
                                static_cast<XXH64_hash_t>(offset / size));
}

bool fits(const unsigned char* page, int size, sqlite3_int64 offset)
{
    std::uint64_t stored = 0;
    std::memcpy(&stored, page + size - checksumBytes, sizeof(stored));
    if (stored == checksumOf(page, size, offset))
        return true;
    // A page that SQLite never wrote, because nothing was in it, is a hole in the file.
    return std::all_of(page, page + size, [](unsigned char byte) { return byte == 0; });
}

int readFile(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset)
{
    File& own = fileOf(file);
    const int result = own.real->pMethods->xRead(own.real, buffer, amount, offset);
    // Beyond the end of the file SQLite expects zeros; part of a page is a page that was cut.
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ)
        return result;
    const auto* const bytes = static_cast<const unsigned char*>(buffer);
    if (offset == 0)
        readHeader(own, bytes, amount);
    return isPage(own, amount, offset) && !fits(bytes, amount, offset) ? SQLITE_IOERR_DATA : result;
}

int writeFile(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset)
{
    File& own = fileOf(file);
    const auto* const bytes = static_cast<const unsigned char*>(buffer);
    if (offset == 0)
        readHeader(own, bytes, amount);
    if (isPage(own, amount, offset)) {
        const std::uint64_t checksum = checksumOf(bytes, amount, offset);
        // The reserved bytes are nobody else's: SQLite hands its page on without looking at them.
        std::memcpy(static_cast<unsigned char*>(const_cast<void*>(buffer)) + amount - checksumBytes,
                    &checksum, sizeof(checksum));
    }
    return own.real->pMethods->xWrite(own.real, buffer, amount, offset);
}

int closeFile(sqlite3_file* file)
{
    return realMethods(file).xClose(fileOf(file).real);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    return realMethods(file).xTruncate(fileOf(file).real, size);
}
int syncFile(sqlite3_file* file, int flags)
{
    return realMethods(file).xSync(fileOf(file).real, flags);
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size)
{
    return realMethods(file).xFileSize(fileOf(file).real, size);
}
int lockFile(sqlite3_file* file, int lock)
{
    return realMethods(file).xLock(fileOf(file).real, lock);
}
int unlockFile(sqlite3_file* file, int lock)
{
    return realMethods(file).xUnlock(fileOf(file).real, lock);
}
int isReserved(sqlite3_file* file, int* reserved)
{
    return realMethods(file).xCheckReservedLock(fileOf(file).real, reserved);
}
int controlFile(sqlite3_file* file, int operation, void* argument)
{
    return realMethods(file).xFileControl(fileOf(file).real, operation, argument);
}
int sectorSize(sqlite3_file* file)
{
    return realMethods(file).xSectorSize(fileOf(file).real);
}
int characteristics(sqlite3_file* file)
{
    return realMethods(file).xDeviceCharacteristics(fileOf(file).real);
}
int mapShm(sqlite3_file* file, int region, int size, int extend, void volatile** memory)
{
    return realMethods(file).xShmMap(fileOf(file).real, region, size, extend, memory);
}
int lockShm(sqlite3_file* file, int offset, int count, int flags)
{
    return realMethods(file).xShmLock(fileOf(file).real, offset, count, flags);
}
void barrier(sqlite3_file* file)
{
    realMethods(file).xShmBarrier(fileOf(file).real);
}
int unmapShm(sqlite3_file* file, int remove)
{
    return realMethods(file).xShmUnmap(fileOf(file).real, remove);
}

/// Version 2, without xFetch: what is read from a mapped file would pass by the checking.
constexpr sqlite3_io_methods methods = {
    2,        closeFile,  readFile,   writeFile,   truncateFile, syncFile,        sizeOfFile,
    lockFile, unlockFile, isReserved, controlFile, sectorSize,   characteristics, mapShm,
    lockShm,  barrier,    unmapShm,   nullptr,     nullptr};

int openFile(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flagsOut)
{
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
        return below->xOpen(below, path, file, flags, flagsOut);
    auto* const real =
        reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + ownBytes); // NOLINT
    new (file) File{{nullptr}, announcedPageSize(path), real};
    const int result = below->xOpen(below, path, real, flags, flagsOut);
    // SQLite closes a file whose opening failed when it has methods.
    file->pMethods = real->pMethods != nullptr ? &methods : nullptr;
    return result;
}

const char* registerOnce()
{
    static sqlite3_vfs vfs;
    below = sqlite3_vfs_find(nullptr);
    if (below == nullptr)
        return nullptr;
    vfs = *below;
    vfs.zName = name;
    vfs.szOsFile = ownBytes + below->szOsFile;
    vfs.xOpen = openFile;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? name : nullptr;
}

} // namespace

const char* vfsName()
{
    static const char* const registered = registerOnce();
    return registered;
}

void enable(sqlite3* db)
{
    int bytes = reservedBytes;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

std::string parameterForCopyOf(sqlite3* db, int pageBytes)
{
    sqlite3_file* file = nullptr;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    const bool isChecked =
        file != nullptr && file->pMethods == &methods && fileOf(file).pageSize != 0;
    return std::string(pageSizeParameter) + "=" + std::to_string(isChecked ? pageBytes : 0);
}

State stateOf(sqlite3* db)
{
    int bytes = -1; // asks
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
    return bytes == reservedBytes ? State::Checked : bytes == 0 ? State::Unchecked : State::Damaged;
}

} // namespace weir::pagechecksums
