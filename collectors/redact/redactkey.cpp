// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/redactkey.h"

#include "core/descriptor.h"

#include <sodium.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace weir {

namespace {

constexpr std::size_t keyBytes = 32;

Error failed(Error::Code code, const std::filesystem::path& file, std::string sentence)
{
    return {code, file.string(), std::move(sentence)};
}

std::string newKey()
{
    std::string bytes(keyBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

/// Under another name first, so that nobody ever sees a part of it.
bool make(const std::filesystem::path& file)
{
    const std::string bytes = newKey();
    const std::string fresh = file.string() + '.' + std::to_string(getpid());
    const Descriptor written(
        open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool isWritten = written.isOpen()
        && write(written.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())
        && fsync(written.get()) == 0;
    // Not rename(): whoever was first has made the key.
    const bool isThere = isWritten && (link(fresh.c_str(), file.c_str()) == 0 || errno == EEXIST);
    unlink(fresh.c_str());
    const Descriptor folder(open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return isThere && folder.isOpen() && fsync(folder.get()) == 0;
}

} // namespace

Result<std::string> loadRedactKey(const std::filesystem::path& file)
{
    if (sodium_init() < 0)
        return failed(Error::Code::Io, file, "libsodium cannot be used here");
    if (access(file.c_str(), F_OK) != 0 && errno == ENOENT && !make(file))
        return failed(Error::Code::Io, file,
                      std::string("the key of redacted values cannot be made: ")
                          + std::strerror(errno));
    const Descriptor opened(open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status{};
    if (!opened.isOpen() || fstat(opened.get(), &status) != 0)
        return failed(Error::Code::Io, file, std::strerror(errno));
    if (status.st_uid != geteuid() || (status.st_mode & 077) != 0)
        return failed(Error::Code::Denied, file,
                      "others can read this key; it must be yours alone (chmod 600)");
    std::string key(keyBytes, '\0');
    if (read(opened.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size()))
        return failed(Error::Code::Io, file, "this is no key of redacted values: 32 bytes");
    return key;
}

const std::string& keyOfProcess()
{
    static const std::string key = [] {
        std::string bytes(keyBytes, '\0');
        if (sodium_init() < 0)
            std::abort();
        randombytes_buf(bytes.data(), bytes.size());
        return bytes;
    }();
    return key;
}

} // namespace weir
