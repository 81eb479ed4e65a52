// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/privatefile.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace weir {

namespace {

Error systemError(const std::filesystem::path& subject)
{
    return {errno == EACCES ? Error::Code::Denied : Error::Code::Io, subject,
            std::strerror(errno)};
}

Result<Done> syncFolder(const std::filesystem::path& folder)
{
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || fsync(descriptor) != 0) {
        const Error error = systemError(folder);
        if (descriptor >= 0)
            close(descriptor);
        return error;
    }
    close(descriptor);
    return Done{};
}

} // namespace

Result<Done> writePrivateFile(const std::filesystem::path& folder, const std::string& name,
                              const std::string& content)
{
    const auto file = folder / name;
    const auto fresh = folder / (name + ".new");
    const int descriptor =
        open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return systemError(fresh);
    const bool written =
        write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size())
        && fsync(descriptor) == 0;
    const Error error = systemError(fresh);
    close(descriptor);
    if (!written)
        return error;
    if (rename(fresh.c_str(), file.c_str()) != 0)
        return systemError(file);
    return syncFolder(folder);
}

} // namespace weir
