// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/socketpath.h"

#include "core/config/paths.h"
#include "core/control/collectorinfo.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace weir {

namespace {

constexpr std::size_t longestPath = sizeof(sockaddr_un::sun_path) - 1;

Error systemError(const std::filesystem::path& path)
{
    const auto code = errno == EACCES || errno == EROFS || errno == EPERM ? Error::Code::Denied
        : errno == ENOSPC                                                 ? Error::Code::Full
                                                                          : Error::Code::Io;
    return Error{code, path.string(), std::strerror(errno)};
}

/// FNV-1a: one socket per index, the same name each time.
std::uint64_t hashOf(const std::string& text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

Result<Done> makePrivateFolder(const std::filesystem::path& folder)
{
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return systemError(folder);
    struct stat status = {};
    if (lstat(folder.c_str(), &status) != 0)
        return systemError(folder);
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid())
        return Error{Error::Code::Denied, folder.string(), "is not a folder of this user"};
    if ((status.st_mode & 0777U) != 0700U && chmod(folder.c_str(), 0700) != 0)
        return systemError(folder);
    return Done{};
}

} // namespace

Result<std::string> prepareSocketPath(const std::filesystem::path& index)
{
    const std::string name = fmt::format("{:016x}.socket", hashOf(index.string()));
    const std::string inIndex = index / "socket";
    std::filesystem::path folder = runtimeFolder();
    if (folder.empty() || (folder / name).string().size() > longestPath) {
        if (inIndex.size() <= longestPath)
            return inIndex;
        folder = fmt::format("/tmp/weir-{}", geteuid());
    }
    if (const auto made = makePrivateFolder(folder); !made)
        return made.error();
    return (folder / name).string();
}

} // namespace weir
