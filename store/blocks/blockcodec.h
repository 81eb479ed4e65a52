// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"
#include "core/result.h"
#include "store/blocks/blockformat.h"
#include "store/blocks/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Turns the columns of a batch into one hot block, a blob as docs/file-format.md says. Keeps its
/// buffers from block to block. A reference of length 0 comes back with offset 0.
///
/// Thread: one at a time.
class BlockEncoder final
{
public:
    /// The view is valid until the next call. Precondition: isConsistent(columns). InvalidInput
    /// above the bounds in blockformat.h.
    Result<std::string_view> encode(const EventColumns& columns);

private:
    template<typename T>
    void addNumbers(blockformat::Section section, const std::vector<T>& values);
    void addTimes(blockformat::Section section, const std::vector<TimePoint>& times);
    void addPayloads(const std::vector<ArenaRef>& payloads);
    void addRefs(blockformat::Section section, const std::vector<ArenaRef>& refs);
    void addRecords(const EventColumns& columns);
    void addMetrics(const MetricColumns& metrics);
    void addField(std::uint32_t index, const FieldColumn& field);
    void addFacts(const EventColumns& columns);

    void putRows(const std::vector<std::uint32_t>& rows);
    /// `rows` says to which row each reference belongs; null: to row i.
    void putRefs(const std::vector<ArenaRef>& refs, const std::vector<std::uint32_t>* rows);
    template<typename T>
    void putNumbers(const std::vector<T>& values);

    void finish(blockformat::Section section, std::uint32_t index);
    void store(blockformat::Section section, std::uint32_t index, std::string_view raw);

    std::vector<std::int64_t> m_numbers;
    std::vector<std::int64_t> m_scratch;
    std::vector<std::int64_t> m_payloadOffsets; ///< what references of a row are relative to
    std::size_t m_rowCount = 0;
    ByteWriter m_raw; ///< the section being written
    ByteWriter m_table;
    std::string m_blob;
    std::size_t m_end = 0;
};

/// The columns of a block. Every number and reference is checked, so that damaged or hostile bytes
/// give Corrupt and nothing else; TooNew for a later version. `subject` names the block in errors.
Result<EventColumns> decodeBlock(std::string_view blob, const std::string& subject);

} // namespace weir
