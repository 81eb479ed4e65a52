// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultyvfs.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace weir::test {

namespace {

/// A file above the real one, whose object follows in memory.
struct File
{
    sqlite3_file base;
    sqlite3_file* real;
};

constexpr int ownBytes = static_cast<int>((sizeof(File) + 15) / 16 * 16);

sqlite3_vfs* below = nullptr;
FaultyVfs* faulty = nullptr;

sqlite3_file* realOf(sqlite3_file* file)
{
    return reinterpret_cast<File*>(file)->real; // NOLINT: SQLite's way of deriving
}

/// Does a call, or lets it fail.
template<typename Action>
int attempt(IoCall call, Action action)
{
    const std::lock_guard lock(faulty->mutex());
    const auto fault = faulty->next(call);
    if (!fault)
        return action();
    errno = fault->systemError;
    return fault->result;
}

int readFile(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset)
{
    const std::lock_guard lock(faulty->mutex());
    const auto fault = faulty->next(IoCall::Read);
    const int result = realOf(file)->pMethods->xRead(realOf(file), buffer, amount, offset);
    if (!fault)
        return result;
    char* const bytes = static_cast<char*>(buffer);
    std::memset(bytes + amount / 2, 0, static_cast<std::size_t>(amount - amount / 2));
    errno = fault->systemError;
    return fault->result;
}

int writeFile(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset)
{
    const std::lock_guard lock(faulty->mutex());
    const auto fault = faulty->next(IoCall::Write);
    const int written =
        realOf(file)->pMethods->xWrite(realOf(file), buffer, fault ? amount / 2 : amount, offset);
    if (!fault)
        return written;
    errno = fault->systemError;
    return fault->result;
}

int closeFile(sqlite3_file* file)
{
    const std::lock_guard lock(faulty->mutex());
    return realOf(file)->pMethods->xClose(realOf(file));
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    return attempt(IoCall::Truncate,
                   [&] { return realOf(file)->pMethods->xTruncate(realOf(file), size); });
}
int syncFile(sqlite3_file*, int)
{
    return attempt(IoCall::Sync, [] { return SQLITE_OK; });
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size)
{
    return attempt(IoCall::FileSize,
                   [&] { return realOf(file)->pMethods->xFileSize(realOf(file), size); });
}
int lockFile(sqlite3_file* file, int lock)
{
    return attempt(IoCall::Lock, [&] { return realOf(file)->pMethods->xLock(realOf(file), lock); });
}
int unlockFile(sqlite3_file* file, int lock)
{
    return realOf(file)->pMethods->xUnlock(realOf(file), lock);
}
int isReserved(sqlite3_file* file, int* reserved)
{
    return attempt(IoCall::Lock, [&] {
        return realOf(file)->pMethods->xCheckReservedLock(realOf(file), reserved);
    });
}
int controlFile(sqlite3_file* file, int operation, void* argument)
{
    return realOf(file)->pMethods->xFileControl(realOf(file), operation, argument);
}
int sectorSize(sqlite3_file* file)
{
    return realOf(file)->pMethods->xSectorSize(realOf(file));
}
int characteristics(sqlite3_file* file)
{
    return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
}
int mapShm(sqlite3_file* file, int region, int size, int extend, void volatile** memory)
{
    return attempt(IoCall::Shm, [&] {
        return realOf(file)->pMethods->xShmMap(realOf(file), region, size, extend, memory);
    });
}
int lockShm(sqlite3_file* file, int offset, int count, int flags)
{
    // Giving a lock back does not fail.
    if ((flags & SQLITE_SHM_UNLOCK) != 0)
        return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
    return attempt(IoCall::Shm, [&] {
        return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
    });
}
void barrier(sqlite3_file* file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}
int unmapShm(sqlite3_file* file, int remove)
{
    return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
}

constexpr sqlite3_io_methods methods = {
    2,        closeFile,  readFile,   writeFile,   truncateFile, syncFile,        sizeOfFile,
    lockFile, unlockFile, isReserved, controlFile, sectorSize,   characteristics, mapShm,
    lockShm,  barrier,    unmapShm,   nullptr,     nullptr};

int openFile(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flagsOut)
{
    auto* const real =
        reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + ownBytes); // NOLINT
    new (file) File{{nullptr}, real};
    return attempt(IoCall::Open, [&] {
        const int result = below->xOpen(below, path, real, flags, flagsOut);
        file->pMethods = real->pMethods != nullptr ? &methods : nullptr;
        return result;
    });
}

int deleteFile(sqlite3_vfs*, const char* path, int)
{
    return attempt(IoCall::Delete, [&] { return below->xDelete(below, path, 0); });
}

int accessFile(sqlite3_vfs*, const char* path, int flags, int* result)
{
    return attempt(IoCall::Access, [&] { return below->xAccess(below, path, flags, result); });
}

} // namespace

FaultyVfs& FaultyVfs::install()
{
    static FaultyVfs vfs;
    static sqlite3_vfs registered;
    if (below == nullptr) {
        faulty = &vfs;
        below = sqlite3_vfs_find(nullptr);
        registered = *below;
        registered.zName = "faulty";
        registered.szOsFile = ownBytes + below->szOsFile;
        registered.xOpen = openFile;
        registered.xDelete = deleteFile;
        registered.xAccess = accessFile;
        sqlite3_vfs_register(&registered, 1);
    }
    return vfs;
}

void FaultyVfs::arm(const Fault& fault)
{
    const std::lock_guard lock(m_mutex);
    m_fault = fault;
    m_calls = {};
    m_hasFired = false;
}

void FaultyVfs::disarm()
{
    const std::lock_guard lock(m_mutex);
    m_fault.reset();
}

bool FaultyVfs::hasFired() const
{
    const std::lock_guard lock(m_mutex);
    return m_hasFired;
}

std::uint64_t FaultyVfs::calls(IoCall call) const
{
    const std::lock_guard lock(m_mutex);
    return m_calls[static_cast<std::size_t>(call)];
}

void FaultyVfs::atADeadStop(const std::function<void()>& action)
{
    const std::lock_guard lock(m_mutex);
    action();
    m_fault.reset();
}

std::optional<Fault> FaultyVfs::next(IoCall call)
{
    const std::uint64_t count = ++m_calls[static_cast<std::size_t>(call)];
    if (!m_fault || m_fault->call != call || count < m_fault->nth)
        return std::nullopt;
    const Fault fault = *m_fault;
    m_hasFired = true;
    if (!fault.forEver)
        m_fault.reset();
    return fault;
}

} // namespace weir::test
