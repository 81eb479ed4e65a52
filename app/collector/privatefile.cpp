// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/privatefile.h"

#include "core/descriptor.h"

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
    const Descriptor handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle.isOpen() || fsync(handle.get()) != 0)
        return systemError(folder);
    return Done{};
}

Result<Done> writeNew(const std::filesystem::path& path, const std::string& content)
{
    const Descriptor file(
        open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool isWritten = file.isOpen()
        && write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size())
        && fsync(file.get()) == 0;
    if (!isWritten)
        return systemError(path);
    return Done{};
}

} // namespace

Result<Done> writePrivateFile(const std::filesystem::path& folder, const std::string& name,
                              const std::string& content)
{
    const auto file = folder / name;
    const auto fresh = folder / (name + ".new");
    if (auto written = writeNew(fresh, content); !written)
        return written;
    if (rename(fresh.c_str(), file.c_str()) != 0)
        return systemError(file);
    return syncFolder(folder);
}

} // namespace weir
