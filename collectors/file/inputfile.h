// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// The bytes of a file or of standard input as they are, in large pieces.
/// Thread: one at a time.
class InputFile final
{
public:
    static Result<std::unique_ptr<InputFile>> open(const std::string& path,
                                                   const std::atomic<bool>& stop);

    /// The first bytes, at least as many as asked for unless there are fewer; read() gives them again.
    Result<std::string_view> peek(std::size_t atLeast);
    /// The next bytes, which live until the next call; none at the end or after a stop.
    Result<std::string_view> read();
    /// False for a pipe.
    bool seek(std::uint64_t offset);

    const std::string& path() const { return m_path; }
    std::uint64_t bytesRead() const { return m_bytesRead; }
    std::optional<std::uint64_t> size() const;

private:
    InputFile(std::string path, int descriptor, const std::atomic<bool>& stop);

    Result<std::size_t> readInto(char* buffer, std::size_t size);

    const std::string m_path;
    const Descriptor m_descriptor;
    const std::atomic<bool>& m_stop;
    std::vector<char> m_buffer;
    std::size_t m_peeked = 0; ///< at the front of the buffer, not given out by read() yet
    std::uint64_t m_bytesRead = 0;
};

} // namespace weir
