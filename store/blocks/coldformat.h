// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Numbers of the cold block format, as docs/file-format.md gives them. Never changed, only added to.
namespace weir::coldformat {

constexpr std::uint32_t magic = 0x43494557; // "WEIC"
constexpr std::uint16_t version = 2;
constexpr std::uint16_t poolsVersion = 2; ///< text columns have pools of ids since
constexpr std::uint16_t quadsVersion = 2; ///< the filter of ids has dotted quads since
constexpr std::uint16_t trigramsVersion = 2; ///< there is a filter of trigrams since
constexpr std::size_t headerSize = 24;

/// Segments of a block. Each field has one of its own, from `field` on.
enum Segment : std::uint32_t {
    timesSegment = 0,
    numbersSegment = 1, ///< received, severities and other columns of numbers
    bodySegment = 2,
    traceSegment = 3,
    spanSegment = 4,
    keySegment = 5, ///< keys and headers
    metricSegment = 6,
    payloadSegment = 7,
    filterSegment = 8, ///< says which ids are surely not in the block
    fieldSegment = 9,
};

/// What a hole in a payload is filled with: a column, fields from `field` on.
enum Hole : std::uint32_t {
    bodyHole = 0,
    traceHole = 1,
    spanHole = 2,
    metricNameHole = 3,
    metricUnitHole = 4,
    fieldHole = 5,
};

enum class LayoutKind : std::uint8_t {
    Absent = 0, ///< no payload
    Pieces = 1, ///< gaps of text with holes between them
    Shared = 2, ///< the payload of the event before
};

constexpr std::size_t mostLayouts = 1024;
constexpr std::size_t mostFields = 65'000; ///< their segments have to have numbers

} // namespace weir::coldformat
