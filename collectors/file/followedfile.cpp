// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/followedfile.h"

#include "collectors/file/compression.h"
#include "collectors/file/fileidentity.h"
#include "collectors/file/openinput.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace weir {

namespace {

FollowedFile::Id idOf(const struct stat& facts)
{
    return {facts.st_dev, facts.st_ino};
}

} // namespace

FollowedFile::FollowedFile(std::string path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

Result<std::unique_ptr<FollowedFile>> FollowedFile::open(const std::string& path)
{
    const int descriptor = openInput(path, O_NONBLOCK);
    if (descriptor < 0)
        return inputError(path);
    std::unique_ptr<FollowedFile> file(new FollowedFile(path, descriptor));
    struct stat facts
    {
    };
    if (fstat(descriptor, &facts) != 0)
        return inputError(path);
    if (S_ISDIR(facts.st_mode))
        return Error{Error::Code::InvalidInput, path, "this is a folder"};
    file->m_id = weir::idOf(facts);
    // Standard input from a file (`weir - < file`) is read like a pipe, from where it stands.
    file->m_isRegular = S_ISREG(facts.st_mode) && path != "-";
    return file;
}

std::optional<FollowedFile::Id> FollowedFile::idOf(const std::string& path)
{
    struct stat facts
    {
    };
    if (stat(path.c_str(), &facts) != 0)
        return std::nullopt;
    return weir::idOf(facts);
}

std::int64_t FollowedFile::size() const
{
    struct stat facts
    {
    };
    return fstat(descriptor(), &facts) == 0 ? std::int64_t{facts.st_size} : 0;
}

bool FollowedFile::isDeleted() const
{
    struct stat facts
    {
    };
    return fstat(descriptor(), &facts) == 0 && facts.st_nlink == 0;
}

std::chrono::system_clock::time_point FollowedFile::changed() const
{
    struct stat facts
    {
    };
    if (fstat(descriptor(), &facts) != 0)
        return {};
    return std::chrono::system_clock::time_point(std::chrono::seconds(facts.st_mtim.tv_sec)
                                                 + std::chrono::nanoseconds(facts.st_mtim.tv_nsec));
}

std::optional<std::size_t> FollowedFile::read(std::int64_t offset, std::span<char> buffer)
{
    if (!m_isRegular) {
        // Standard input may be a terminal shared with others, so it is not made non-blocking.
        pollfd ready{descriptor(), POLLIN, 0};
        if (poll(&ready, 1, 0) <= 0)
            return std::nullopt;
    }
    const ssize_t count = m_isRegular ? pread(descriptor(), buffer.data(), buffer.size(), offset)
                                      : ::read(descriptor(), buffer.data(), buffer.size());
    if (count < 0)
        return std::nullopt;
    return static_cast<std::size_t>(count);
}

std::string FollowedFile::identity() const
{
    return identityOf(firstBytes(std::min(static_cast<std::size_t>(size()), identityLength)));
}

bool FollowedFile::hasIdentity(const std::string& identity) const
{
    return weir::hasIdentity(firstBytes(lengthOfIdentity(identity)), identity);
}

bool FollowedFile::isCompressed() const
{
    return weir::isCompressed(firstBytes(magicLength));
}

std::size_t FollowedFile::readAt(std::int64_t offset, std::span<char> buffer) const
{
    const ssize_t count = pread(descriptor(), buffer.data(), buffer.size(), offset);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::string FollowedFile::head(std::size_t length) const
{
    return firstBytes(std::min(static_cast<std::size_t>(size()), length));
}

bool FollowedFile::beginsLike(const FollowedFile& other) const
{
    constexpr std::int64_t step = std::int64_t{64} << 10;
    std::vector<char> own(step);
    std::vector<char> others(step);
    const std::int64_t end = std::min(size(), other.size());
    for (std::int64_t at = 0; at < end; at += step) {
        const auto wanted = static_cast<std::size_t>(std::min(step, end - at));
        if (readAt(at, {own.data(), wanted}) != wanted
            || other.readAt(at, {others.data(), wanted}) != wanted
            || !std::equal(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(wanted),
                           others.begin()))
            return false;
    }
    return true;
}

/// Nothing when there are fewer.
std::string FollowedFile::firstBytes(std::size_t length) const
{
    std::string bytes(length, '\0');
    const ssize_t count = pread(descriptor(), bytes.data(), length, 0);
    return count == static_cast<ssize_t>(length) ? bytes : std::string();
}

} // namespace weir
