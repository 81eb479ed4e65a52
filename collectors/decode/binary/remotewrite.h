// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "collectors/decode/eventfields.h"
#include "collectors/decode/records.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

class WireReader;

/// Reads the protobuf of Prometheus' remote write, unpacked: each sample is a record, its labels fields.
///
/// Stale markers (NaN 0x7ff0000000000002) say that a series has ended: they are gaps, not values, and are only counted,
/// as `stale_markers` of the last record. Native histograms keep count and sum; exemplars are not kept. A 1.0
/// message of metadata alone is a record for each metric.
class RemoteWriteReader final
{
public:
    RemoteWriteReader(const Content& content, EventBatchBuilder& builder);

    // Null, or why the bytes are none.

    /// prometheus.WriteRequest: https://prometheus.io/docs/specs/prw/remote_write_spec/
    const char* readVersion1();
    /// io.prometheus.write.v2.Request: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/
    const char* readVersion2();

private:
    struct Label
    {
        std::string_view name;
        std::string_view value;
    };
    struct Metadata
    {
        std::string_view name;
        std::string_view help;
        std::string_view unit;
        std::uint64_t type = 0;
    };
    struct Histogram
    {
        double count = 0;
        double sum = 0;
        std::int64_t schema = 0;
        std::int64_t milliseconds = 0;
    };

    const char* readSeries1(std::string_view message);
    const char* readLabel(std::string_view message, Label& label);
    const char* readMetadata1(std::string_view message);
    const char* readSeries2(std::string_view message);
    const char* readReferences(std::string_view packed);
    const char* readMetadata2(std::string_view message);
    const char* readSamples(std::string_view series, std::uint32_t histograms);
    const char* readSample(std::string_view message);
    const char* readHistogram(std::string_view message);

    const char* checkLabels();
    const char* write(std::int64_t milliseconds, std::string_view suffix, double value,
                      MetricType type);
    ArenaRef suffixed(std::string_view suffix); ///< a literal
    const char* writeMetadata();
    const char* finish();
    bool hasSymbol(std::uint64_t reference) const { return reference < m_symbols.size(); }

    const Content& m_content;
    EventBatchBuilder& m_builder;
    Records m_records;
    std::vector<std::string_view> m_symbols; ///< of version 2
    std::size_t m_references = 0; ///< to them, so far
    std::vector<Metadata> m_metadata;
    std::map<std::string_view, std::size_t> m_metadataByName;
    std::vector<Label> m_labels; ///< of the series at hand, without its name
    std::string_view m_name;
    std::map<std::string_view, ArenaRef> m_suffixed; ///< names of parts of the series at hand
    Metadata m_own; ///< of the series at hand
    std::size_t m_staleMarkers = 0;
};

} // namespace weir
