// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/newfile.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace weir::cli {

namespace fs = std::filesystem;

namespace {

Error failure(const fs::path& file)
{
    return {errno == ENOSPC || errno == EDQUOT ? Error::Code::Full
                : errno == EACCES              ? Error::Code::Denied
                : errno == ENOENT              ? Error::Code::NotFound
                                               : Error::Code::Io,
            file.string(), std::string("cannot be written: ") + std::strerror(errno)};
}

} // namespace

NewFile::NewFile(fs::path file, fs::path temporary, int descriptor)
    : m_file(std::move(file))
    , m_temporary(std::move(temporary))
    , m_descriptor(descriptor)
{
}

NewFile::~NewFile()
{
    if (!m_isCommitted)
        ::unlink(m_temporary.c_str());
}

Result<std::unique_ptr<NewFile>> NewFile::create(const fs::path& file)
{
    std::error_code ignored;
    if (fs::is_directory(file, ignored))
        return Error{Error::Code::InvalidInput, file.string(), "this is a folder"};
    std::string temporary =
        (file.parent_path() / ("." + file.filename().string() + ".XXXXXX")).string();
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC); // 0600
    if (descriptor < 0)
        return failure(file);
    return std::unique_ptr<NewFile>(new NewFile(file, temporary, descriptor));
}

Result<Done> NewFile::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return failure(m_file);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Result<Done> NewFile::commit()
{
    if (::fsync(descriptor()) != 0 || std::rename(m_temporary.c_str(), m_file.c_str()) != 0)
        return failure(m_file);
    m_isCommitted = true;
    return Done{};
}

} // namespace weir::cli
