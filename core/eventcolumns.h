// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/commitreceipt.h"
#include "core/gap.h"
#include "core/severity.h"
#include "core/stream.h"
#include "core/timepoint.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// A piece of a batch's arena. Length 0 is "absent" wherever a part may be absent.
struct ArenaRef
{
    std::uint32_t offset = 0;
    std::uint32_t length = 0;

    friend bool operator==(ArenaRef, ArenaRef) = default;
};

enum class ValueType : std::uint8_t { String, Int, Double, Bool, Bytes };

enum class EventKind : std::uint8_t {
    Log,
    Metric, ///< has a metric name and value in place of a body
    Undecodable, ///< only a payload and a reason
};

enum class MetricType : std::uint8_t { Unknown, Gauge, Counter };

/// One field of a batch: sparse, a value for each row in `rows` (ascending). All four arrays have
/// the same length.
struct FieldColumn
{
    std::string name; ///< nested keys dotted
    std::vector<std::uint32_t> rows;
    std::vector<ValueType> types;
    /// The value as written, unescaped; mostly a piece of the payload, so it costs no bytes.
    std::vector<ArenaRef> texts;
    /// Int: the number. Double: its bits (std::bit_cast). Bool: 0 or 1. Else 0.
    std::vector<std::int64_t> numbers;
};

/// What only metric samples have; `rows` ascending, all arrays of the same length.
struct MetricColumns
{
    std::vector<std::uint32_t> rows;
    std::vector<ArenaRef> names;
    std::vector<double> values;
    std::vector<ArenaRef> units;
    std::vector<MetricType> types;
};

/// A stretch of a stream that this batch brings into the index, holes included. `stream` is an
/// index into EventColumns::streams.
struct PositionSpan
{
    std::uint32_t stream = 0;
    OffsetRange offsets;
};

/// The plain arrays behind an EventBatch: what the builder fills and the block codec writes.
/// Arrays named as "per row" have one element for each event; rows are in arrival order.
struct EventColumns
{
    std::string source; ///< the configured source's name; one source a batch
    SourceKind sourceKind = SourceKind::Kafka;
    std::vector<std::pair<std::string, std::string>> labels; ///< of the source, constant

    // Per row.
    std::vector<TimePoint> times;
    std::vector<TimePoint> received; ///< arrival here; never decreases
    std::vector<Severity> severities;
    std::vector<EventKind> kinds;
    std::vector<std::uint8_t> timeFromReceived; ///< 1: the event's own time was missing or absurd
    std::vector<ArenaRef> payloads; ///< byte for byte as it came
    std::vector<ArenaRef> bodies; ///< without a message field the payload; undecodable: the reason
    std::vector<ArenaRef> traceIds; ///< as written
    std::vector<ArenaRef> spanIds;
    std::vector<std::uint32_t> streamOf; ///< index into `streams`
    std::vector<std::int64_t>
        offsets; ///< Kafka offset, byte offset in a file, ZeroMQ sequence; -1 none
    std::vector<ArenaRef> keys; ///< Kafka's message key
    /// Headers, encoded: for each its name's and value's length as two little-endian u32, then both.
    std::vector<ArenaRef> headers;

    /// Rows whose message held several records, with the record's number. Sparse, ascending.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> records;

    std::vector<FieldColumn> fields;
    MetricColumns metrics;

    std::vector<Stream> streams;
    std::vector<PositionSpan> positions; ///< committed together with the events
    std::vector<Gap> gaps; ///< committed together with the events

    std::string arena; ///< all bytes

    /// Who wants to know when all of this is in the index; null: nobody. Not stored.
    CommitReceiptPtr receipt;
};

} // namespace weir
