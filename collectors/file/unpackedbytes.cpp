// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/unpackedbytes.h"

#include <fmt/format.h>

#include <cerrno>

namespace weir {

UnpackedBytes::UnpackedBytes(std::unique_ptr<InputFile> file, const ArchiveLibrary& library)
    : m_file(std::move(file))
    , m_library(library)
    , m_archive(library.readNew())
{
}

UnpackedBytes::~UnpackedBytes()
{
    m_library.readFree(m_archive);
}

Result<std::unique_ptr<ByteSource>> UnpackedBytes::open(std::unique_ptr<InputFile> file)
{
    const auto library = ArchiveLibrary::load();
    if (!library)
        return library.error();
    std::unique_ptr<UnpackedBytes> unpacked(new UnpackedBytes(std::move(file), **library));
    if (const auto begun = unpacked->begin(); !begun)
        return begun.error();
    return std::unique_ptr<ByteSource>(std::move(unpacked));
}

Result<Done> UnpackedBytes::begin()
{
    // One by one: among all that libarchive knows there are filters that start another program.
    for (const auto support : {m_library.supportGzip, m_library.supportZstd, m_library.supportLz4,
                               m_library.supportBzip2, m_library.supportXz, m_library.supportRaw,
                               m_library.supportEmpty}) {
        if (support(m_archive) < ARCHIVE_WARN)
            return failure();
    }
    archive_entry* entry = nullptr;
    if (m_library.open(m_archive, this, nullptr, readPacked, nullptr) < ARCHIVE_WARN)
        return failure();
    const int found = m_library.nextHeader(m_archive, &entry);
    m_isEmpty = found == ARCHIVE_EOF;
    // What looks packed and is not would come out as it is.
    if (found >= ARCHIVE_WARN && m_library.filterCode(m_archive, 0) == ARCHIVE_FILTER_NONE)
        return failure();
    return found < ARCHIVE_WARN ? Result<Done>(failure()) : Done{};
}

la_ssize_t UnpackedBytes::readPacked(archive* /*unused*/, void* self, const void** buffer)
{
    auto& unpacked = *static_cast<UnpackedBytes*>(self);
    const auto bytes = unpacked.m_file->read();
    if (!bytes) {
        unpacked.m_readError = bytes.error();
        return -1;
    }
    *buffer = bytes->data();
    return static_cast<la_ssize_t>(bytes->size());
}

Result<std::string_view> UnpackedBytes::read()
{
    while (!m_isEmpty) {
        const void* bytes = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int result = m_library.dataBlock(m_archive, &bytes, &size, &offset);
        if (result == ARCHIVE_EOF)
            break;
        if (result < ARCHIVE_WARN)
            return failure();
        if (size > 0)
            return std::string_view(static_cast<const char*>(bytes), size);
    }
    return std::string_view();
}

Error UnpackedBytes::failure() const
{
    if (m_readError)
        return *m_readError;
    const char* const reason = m_library.errorString(m_archive);
    return {Error::Code::Corrupt, m_file->path(),
            fmt::format("cannot be unpacked: {}", reason != nullptr ? reason : "it is damaged")};
}

} // namespace weir
