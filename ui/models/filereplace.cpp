// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filereplace.h"

#include "core/descriptor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace weir {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largestFile = std::uintmax_t{16} << 20;

Error failure(const fs::path& path, int number)
{
    const bool isDenied = number == EACCES || number == EPERM || number == EROFS;
    return {isDenied ? Error::Code::Denied : Error::Code::Io, path.string(), std::strerror(number)};
}

Error changed(const fs::path& path)
{
    return {Error::Code::Busy, path.string(), "somebody else has changed this file"};
}

/// Writes and syncs a new file; 0 or what went wrong.
int writeNew(const fs::path& path, const std::string& text, mode_t mode)
{
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return errno;
    int problem = 0;
    for (std::size_t done = 0; done < text.size() && problem == 0;) {
        const ssize_t written = write(file, text.data() + done, text.size() - done);
        if (written >= 0)
            done += static_cast<std::size_t>(written);
        else if (errno != EINTR)
            problem = errno;
    }
    if (problem == 0 && (fchmod(file, mode) != 0 || fsync(file) != 0))
        problem = errno;
    if (close(file) != 0 && problem == 0)
        problem = errno;
    return problem;
}

int syncFolder(const fs::path& folder)
{
    const Descriptor handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return handle.isOpen() && fsync(handle.get()) == 0 ? 0 : errno;
}

bool isUnsupported(int number)
{
    return number == EINVAL || number == ENOSYS;
}

/// Gives a new file its name, where there was none when it was looked at.
Result<Done> create(const fs::path& fresh, const fs::path& target)
{
    int problem = 0;
    if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0)
        problem = errno;
    if (isUnsupported(problem)) {
        problem = link(fresh.c_str(), target.c_str()) == 0 ? 0 : errno;
        unlink(fresh.c_str());
    }
    if (problem == 0)
        return Done{};
    unlink(fresh.c_str());
    return problem == EEXIST ? changed(target) : failure(target, problem);
}

/// Exchanges the two files, looks at what came back, and exchanges them again when it is not what was
/// expected: so nothing is lost that was written between the first look and now.
Result<Done> exchange(const fs::path& fresh, const fs::path& target, const std::string& expected)
{
    if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) {
        int problem = errno;
        if (isUnsupported(problem)) // by this file system
            problem = rename(fresh.c_str(), target.c_str()) == 0 ? 0 : errno;
        if (problem == 0)
            return Done{};
        unlink(fresh.c_str());
        return problem == ENOENT ? changed(target) : failure(target, problem);
    }
    const auto old = readTextFile(fresh);
    const bool isExpected = old && *old == expected;
    if (!isExpected
        && renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0)
        return Error{Error::Code::Io, target.string(),
                     "somebody else has changed this file; their text is kept as "
                         + fresh.string()};
    unlink(fresh.c_str());
    return isExpected ? Result<Done>(Done{}) : changed(target);
}

/// One writer of a folder at a time, of all windows: three that exchanged a file at once took one
/// another's for somebody's edit and put it back. An editor takes no lock; exchange() sees it.
class FolderTurn final
{
public:
    explicit FolderTurn(const fs::path& folder)
        : m_handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        for (int i = 0; i < mostTries && isTaken(); ++i)
            std::this_thread::sleep_for(pause);
    }

    /// False also where a file system knows no locks; then there is none to wait for.
    bool isOthers() const { return m_isOthers; }

private:
    static constexpr int mostTries = 400;
    static constexpr auto pause = std::chrono::milliseconds(5);

    bool isTaken()
    {
        m_isOthers = m_handle.isOpen() && flock(m_handle.get(), LOCK_EX | LOCK_NB) != 0
            && (errno == EWOULDBLOCK || errno == EINTR);
        return m_isOthers;
    }

    const Descriptor m_handle;
    bool m_isOthers = false;
};

/// Beside the target; no two calls of this process get the same.
fs::path freshName(const fs::path& target)
{
    static std::atomic<unsigned> number = 0;
    return target.parent_path()
        / ("." + target.filename().string() + "." + std::to_string(getpid()) + "."
           + std::to_string(++number));
}

} // namespace

Result<std::string> readTextFile(const fs::path& path)
{
    std::error_code failed;
    if (!fs::exists(path, failed))
        return failed ? Result<std::string>(failure(path, failed.value())) : std::string();
    if (const auto size = fs::file_size(path, failed); failed || size > largestFile)
        return failed ? failure(path, failed.value())
                      : Error{Error::Code::Io, path.string(), "this file is larger than 16 MiB"};
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file.is_open() || file.bad())
        return failure(path, access(path.c_str(), R_OK) == 0 ? EIO : errno);
    return text.str();
}

Result<Done> replaceTextFile(const fs::path& path, const std::string& expected,
                             const std::string& text)
{
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    const fs::path resolved = fs::weakly_canonical(path, failed);
    const fs::path target = failed ? path : resolved;
    const FolderTurn turn(target.parent_path());
    if (turn.isOthers())
        return Error{Error::Code::Busy, target.string(), "somebody else is writing in this folder"};
    const auto now = readTextFile(target);
    if (!now)
        return now.error();
    if (*now != expected)
        return changed(target);
    struct stat status{};
    const bool isThere = stat(target.c_str(), &status) == 0;
    const mode_t mode = isThere ? status.st_mode & 07777U : 0600;
    fs::path fresh = freshName(target);
    int problem = writeNew(fresh, text, mode);
    while (problem == EEXIST) { // of one that was killed and had the same number
        fresh = freshName(target);
        problem = writeNew(fresh, text, mode);
    }
    if (problem != 0) {
        unlink(fresh.c_str());
        return failure(target, problem);
    }
    auto replaced = isThere ? exchange(fresh, target, expected) : create(fresh, target);
    if (replaced)
        problem = syncFolder(target.parent_path());
    return problem == 0 ? replaced : failure(target, problem);
}

} // namespace weir
