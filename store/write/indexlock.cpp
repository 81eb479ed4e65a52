// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/indexlock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

namespace weir {

namespace fs = std::filesystem;

namespace {

Error::Code codeOf(int failure)
{
    return failure == EACCES || failure == EPERM || failure == EROFS ? Error::Code::Denied
        : failure == ENOSPC || failure == EDQUOT                     ? Error::Code::Full
                                                                     : Error::Code::Io;
}

bool lockWithin(int descriptor, std::chrono::milliseconds patience)
{
    constexpr auto pause = std::chrono::milliseconds(20);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() >= end)
            return false;
        std::this_thread::sleep_for(pause);
    }
    return true;
}

std::string holderOf(int descriptor)
{
    std::array<char, 32> text{};
    const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!pid.empty() && pid.back() == '\n')
        pid.pop_back();
    return pid.empty() ? "another process" : "process " + pid;
}

} // namespace

Result<Done> makePrivateFolder(const fs::path& folder)
{
    std::error_code failed;
    if (fs::is_directory(folder, failed))
        return Done{};
    // Only the folder of the index itself is private; its parents are whoever's they are.
    fs::create_directories(folder.parent_path(), failed);
    if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST)
        return Done{};
    return Error{codeOf(errno), folder.string(),
                 std::string("the index folder cannot be made: ") + std::strerror(errno)};
}

IndexLock::IndexLock(int descriptor)
    : m_descriptor(descriptor)
{
}

Result<std::unique_ptr<IndexLock>> IndexLock::acquire(const fs::path& folder,
                                                      std::chrono::milliseconds patience)
{
    if (const auto made = makePrivateFolder(folder); !made)
        return made.error();
    const fs::path file = folder / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return Error{codeOf(errno), folder.string(),
                     std::string("the index folder cannot be written: ") + std::strerror(errno)};
    std::unique_ptr<IndexLock> lock(new IndexLock(descriptor));
    if (!lockWithin(descriptor, patience)) {
        if (errno == EWOULDBLOCK)
            return Error{Error::Code::Busy, folder.string(),
                         "the index is being written by " + holderOf(descriptor)};
        return Error{codeOf(errno), folder.string(), std::strerror(errno)};
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    // The pid is told to people only, so a full disk is no reason to refuse here.
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::pwrite(descriptor, pid.data(), pid.size(), 0);
    return lock;
}

} // namespace weir
