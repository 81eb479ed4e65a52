// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

/// Numbers of the block format, as docs/file-format.md gives them. Never changed, only added to.
namespace weir::blockformat {

constexpr std::uint32_t magic = 0x42494557; // "WEIB"
constexpr std::uint16_t version = 1;

/// How the bytes of a section are stored.
enum class Codec : std::uint8_t {
    Plain = 0,
    Lz4 = 1,
    Zstd = 2, ///< reserved for cold blocks
};

/// What a section holds. A section that is missing stands for a column of nothing but defaults.
enum class Section : std::uint16_t {
    Facts = 1, ///< source, labels, streams, positions, gaps
    Arena = 2,
    Times = 3,
    Received = 4,
    Severities = 5,
    Kinds = 6,
    TimeFromReceived = 7,
    Payloads = 8,
    Bodies = 9,
    TraceIds = 10,
    SpanIds = 11,
    StreamOf = 12,
    Offsets = 13,
    Keys = 14,
    Headers = 15,
    Records = 16,
    Metrics = 17,
    Field = 32, ///< one for each field
};

constexpr std::size_t headerSize = 24;
constexpr std::size_t entrySize = 24;

/// Bounds of what a reader accepts, so that a damaged or hostile block cannot ask for more memory
/// than its size explains.
constexpr std::uint32_t maxRows = std::uint32_t{1} << 20;
constexpr std::uint64_t maxFieldValues = std::uint64_t{1} << 24;
constexpr std::uint64_t maxArena = std::uint64_t{512} << 20;
constexpr std::uint64_t lz4MaxRatio = 255;

} // namespace weir::blockformat
