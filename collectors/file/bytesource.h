// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// The content of a file or of a pipe from its beginning to its end, unpacked when it is compressed:
/// gzip, Zstandard, LZ4, bzip2 or xz, told by its first bytes and not by its name.
///
/// Memory is bounded whatever is packed in it. Thread: one at a time.
class ByteSource
{
public:
    /// `-` is standard input. Once `stop` is set, which a signal handler may do, reading ends as if the
    /// content did. NotFound, Denied, InvalidInput for a folder or another program's format.
    static Result<std::unique_ptr<ByteSource>> open(const std::string& path,
                                                    const std::atomic<bool>& stop);

    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// The next bytes, which live until the next call; none at the end.
    virtual Result<std::string_view> read() = 0;
    /// Goes on at an offset of the content. False where everything before has to be read first.
    virtual bool seek(std::uint64_t /*offset*/) { return false; }
    /// Of the content, where that is known.
    virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

    /// For an estimate: how much of the file itself has been read, and how large it is; a pipe has no
    /// size.
    virtual std::uint64_t packedRead() const = 0;
    virtual std::optional<std::uint64_t> packedSize() const = 0;
};

} // namespace weir
