// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace weir::test {

/// What SQLite asks of the system, as far as it can fail.
enum class IoCall { Open, Read, Write, Sync, Truncate, FileSize, Lock, Shm, Delete, Access };
constexpr std::size_t ioCallKinds = 10;

struct Fault
{
    IoCall call = IoCall::Write;
    /// What SQLite is told, such as SQLITE_FULL. Half of a write that fails is written all the same,
    /// and SQLITE_IOERR_SHORT_READ gives the first half of what was asked for.
    int result = 0;
    int systemError = 0; ///< errno
    std::uint64_t nth = 1; ///< which call of the kind since arm(), from 1
    bool forEver = false; ///< and every one after it
};

/// SQLite's default VFS with a disk below it that fails on purpose, and counts. Syncs are not done:
/// a test cuts no power.
///
/// Thread safety: any thread; one call at a time goes through.
class FaultyVfs final
{
public:
    /// Becomes the default VFS. Before the first file is opened.
    static FaultyVfs& install();

    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    /// Counts from here on.
    void arm(const Fault& fault);
    void disarm();
    bool hasFired() const;
    /// Calls of a kind since arm().
    std::uint64_t calls(IoCall call) const;

    /// While it runs no call goes through, and afterwards none fails any more: what is in the files
    /// then is what a process leaves behind that is killed now.
    void atADeadStop(const std::function<void()>& action);

    /// For the functions that SQLite calls: the fault, if this call is to fail; and the calls of one
    /// moment after another.
    std::optional<Fault> next(IoCall call);
    std::recursive_mutex& mutex() { return m_mutex; }

private:
    FaultyVfs() = default;

    // Guarded by m_mutex.
    mutable std::recursive_mutex m_mutex;
    std::optional<Fault> m_fault;
    std::array<std::uint64_t, ioCallKinds> m_calls{};
    bool m_hasFired = false;
};

} // namespace weir::test
