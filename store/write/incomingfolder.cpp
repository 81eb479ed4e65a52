// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/incomingfolder.h"

#include "store/slicefiles.h"
#include "store/write/indexlock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>

namespace weir {

namespace fs = std::filesystem;

namespace {

constexpr const char* lockEnding = ".lock";

/// `import-4711-1764115200000000000` of `import-4711-1764115200000000000-3.db`
std::string makerOf(const fs::path& file)
{
    const std::string stem = file.stem().string();
    return file.extension() == lockEnding ? stem : stem.substr(0, stem.rfind('-'));
}

/// A descriptor with the maker's lock, or -1 when somebody has it.
int lockMaker(const fs::path& maker)
{
    const std::string file = maker.string() + lockEnding;
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        errno = EWOULDBLOCK;
        return -1;
    }
    return descriptor;
}

} // namespace

namespace incoming {

fs::path folderIn(const fs::path& index)
{
    return index / "incoming";
}

bool isSealedName(const std::string& name)
{
    const fs::path path(name);
    return path.filename() == name && path.extension() == sealed && name.front() != '.';
}

std::vector<fs::path> leftOvers(const fs::path& index)
{
    std::map<std::string, std::vector<fs::path>> byMaker;
    std::error_code failed;
    for (fs::directory_iterator entry(folderIn(index), failed), end; !failed && entry != end;
         entry.increment(failed))
        byMaker[makerOf(entry->path())].push_back(entry->path());
    std::vector<fs::path> found;
    for (const auto& [maker, files] : byMaker) {
        const Descriptor lock(lockMaker(folderIn(index) / maker));
        if (!lock.isOpen())
            continue; // it lives, and will ask
        for (const fs::path& file : files) {
            if (file.extension() == sealed)
                found.push_back(file);
            else if (file.extension() == unfinished)
                (void)removeDatabase(file);
        }
        fs::remove(folderIn(index) / (maker + lockEnding), failed);
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace incoming

IncomingFolder::IncomingFolder(fs::path maker, int lock)
    : m_maker(std::move(maker))
    , m_lock(lock)
{
}

IncomingFolder::~IncomingFolder()
{
    std::error_code ignored;
    fs::remove(m_maker.string() + lockEnding, ignored);
}

Result<std::unique_ptr<IncomingFolder>> IncomingFolder::join(const fs::path& index)
{
    const fs::path folder = incoming::folderIn(index);
    for (const fs::path& each : {index, folder}) {
        if (const auto made = makePrivateFolder(each); !made)
            return made.error();
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    fs::path maker = folder / fmt::format("import-{}-{}", ::getpid(), now);
    const int lock = lockMaker(maker);
    if (lock < 0)
        return Error{errno == ENOSPC || errno == EDQUOT ? Error::Code::Full : Error::Code::Denied,
                     folder.string(), std::strerror(errno)};
    return std::unique_ptr<IncomingFolder>(new IncomingFolder(std::move(maker), lock));
}

fs::path IncomingFolder::nextName()
{
    return m_maker.string() + fmt::format("-{:04}", ++m_slices);
}

} // namespace weir
