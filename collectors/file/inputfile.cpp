// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/inputfile.h"

#include "collectors/file/openinput.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace weir {

namespace {

/// Large enough for few calls, small enough to stay in the cache until its lines are taken.
constexpr std::size_t bufferSize = std::size_t{256} << 10;

} // namespace

InputFile::InputFile(std::string path, int descriptor, const std::atomic<bool>& stop)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
    , m_stop(stop)
    , m_buffer(bufferSize)
{
}

Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path,
                                                   const std::atomic<bool>& stop)
{
    const int descriptor = openInput(path);
    if (descriptor < 0)
        return inputError(path);
    std::unique_ptr<InputFile> file(new InputFile(path, descriptor, stop));
    struct stat facts
    {
    };
    if (fstat(descriptor, &facts) != 0)
        return inputError(path);
    if (S_ISDIR(facts.st_mode))
        return Error{Error::Code::InvalidInput, path, "this is a folder"};
    (void)::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return file;
}

Result<std::size_t> InputFile::readInto(char* buffer, std::size_t size)
{
    while (!m_stop) {
        const ssize_t count = ::read(m_descriptor.get(), buffer, size);
        if (count >= 0) {
            m_bytesRead += static_cast<std::uint64_t>(count);
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR)
            return inputError(m_path);
    }
    return std::size_t{0};
}

Result<std::string_view> InputFile::peek(std::size_t atLeast)
{
    while (m_peeked < atLeast) {
        const auto count = readInto(m_buffer.data() + m_peeked, m_buffer.size() - m_peeked);
        if (!count)
            return count.error();
        if (*count == 0)
            break;
        m_peeked += *count;
    }
    return std::string_view(m_buffer.data(), m_peeked);
}

Result<std::string_view> InputFile::read()
{
    if (m_peeked > 0)
        return std::string_view(m_buffer.data(), std::exchange(m_peeked, 0));
    const auto count = readInto(m_buffer.data(), m_buffer.size());
    if (!count)
        return count.error();
    return std::string_view(m_buffer.data(), *count);
}

bool InputFile::seek(std::uint64_t offset)
{
    // Standard input from a file may stand anywhere in it, and is read from there.
    if (m_path == "-" || ::lseek(m_descriptor.get(), static_cast<off_t>(offset), SEEK_SET) < 0)
        return false;
    m_peeked = 0;
    m_bytesRead = offset;
    return true;
}

std::optional<std::uint64_t> InputFile::size() const
{
    struct stat facts
    {
    };
    if (fstat(m_descriptor.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return std::nullopt;
    return static_cast<std::uint64_t>(facts.st_size);
}

} // namespace weir
