// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/archivelibrary.h"
#include "collectors/file/bytesource.h"
#include "collectors/file/inputfile.h"

#include <optional>

namespace weir {

/// What a compressed file holds, piece by piece.
class UnpackedBytes final : public ByteSource
{
public:
    static Result<std::unique_ptr<ByteSource>> open(std::unique_ptr<InputFile> file);
    ~UnpackedBytes() override;

    Result<std::string_view> read() override;
    std::uint64_t packedRead() const override { return m_file->bytesRead(); }
    std::optional<std::uint64_t> packedSize() const override { return m_file->size(); }

private:
    UnpackedBytes(std::unique_ptr<InputFile> file, const ArchiveLibrary& library);

    static la_ssize_t readPacked(archive*, void* self, const void** buffer);
    Result<Done> begin();
    Error failure() const;

    const std::unique_ptr<InputFile> m_file;
    const ArchiveLibrary& m_library;
    archive* const m_archive;
    std::optional<Error> m_readError; ///< of the file itself
    bool m_isEmpty = false;
};

} // namespace weir
