// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/bytesource.h"

#include "collectors/file/compression.h"
#include "collectors/file/inputfile.h"
#include "collectors/file/unpackedbytes.h"

#include <utility>

namespace weir {

namespace {

/// A file that is not compressed.
class PlainBytes final : public ByteSource
{
public:
    explicit PlainBytes(std::unique_ptr<InputFile> file)
        : m_file(std::move(file))
    {
    }

    Result<std::string_view> read() override { return m_file->read(); }
    bool seek(std::uint64_t offset) override { return m_file->seek(offset); }
    std::optional<std::uint64_t> size() const override
    {
        return m_file->path() == "-" ? std::nullopt : m_file->size();
    }
    std::uint64_t packedRead() const override { return m_file->bytesRead(); }
    std::optional<std::uint64_t> packedSize() const override { return m_file->size(); }

private:
    const std::unique_ptr<InputFile> m_file;
};

} // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path,
                                                     const std::atomic<bool>& stop)
{
    auto file = InputFile::open(path, stop);
    if (!file)
        return file.error();
    const auto first = (*file)->peek(magicLength);
    if (!first)
        return first.error();
    if (const auto foreign = foreignFormat(*first); !foreign.empty())
        return Error{Error::Code::InvalidInput, path, "this is " + std::string(foreign)};
    if (weir::isCompressed(*first))
        return UnpackedBytes::open(std::move(*file));
    return std::unique_ptr<ByteSource>(std::make_unique<PlainBytes>(std::move(*file)));
}

} // namespace weir
