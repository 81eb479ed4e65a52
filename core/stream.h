// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

enum class SourceKind : std::uint8_t { Kafka, ZeroMq, File };

/// `kafka`, `zeromq`, `file`: as in the configuration and in every output.
std::string_view nameOf(SourceKind kind);

/// Within what a position counts: a partition of a topic of one cluster, a file by its identity,
/// a ZeroMQ publisher. Offsets of different streams have nothing to do with each other.
struct Stream
{
    SourceKind kind = SourceKind::Kafka;
    /// Kafka: the cluster id. File: the identity (hash of the first bytes). ZeroMQ: the endpoint.
    std::string scope;
    /// Kafka and ZeroMQ: the topic. File: the path, a label that may change.
    std::string name;
    std::int32_t partition = 0; ///< Kafka only
    /// Counts how often the same offsets began to mean other messages (a topic made anew).
    std::uint32_t epoch = 0;

    /// A text equal for equal streams only; the key of stored positions. Without a file's path.
    std::string key() const;

    friend bool operator==(const Stream&, const Stream&) = default;
};

/// Offsets of a stream that are in the index, holes included. Half-open.
struct OffsetRange
{
    std::int64_t from = 0;
    std::int64_t to = 0;

    friend bool operator==(const OffsetRange&, const OffsetRange&) = default;
};

struct StreamRange
{
    Stream stream;
    OffsetRange offsets;
};

} // namespace weir
