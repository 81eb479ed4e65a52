// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/blocks/coldreader.h"
#include "store/blocks/wantedcolumns.h"

#include <optional>
#include <string>
#include <vector>

namespace weir {

/// Makes the columns of a cold block; times and received are always there. Equal texts of a
/// dictionary share their bytes in the arena, so equal references are equal texts.
///
/// Thread: that of the reader, which outlives it.
class ColdDecoder final
{
public:
    explicit ColdDecoder(ColdReader& reader)
        : m_reader(reader)
        , m_parts(reader.parts())
    {
    }

    Result<EventColumns> decode(const WantedColumns& wanted);

private:
    using Texts = ColdReader::Texts;
    using Numbers = ColdReader::Numbers;

    /// What fills the holes of payloads: a column's texts, and where each has been written to.
    struct HoleColumn
    {
        Texts* texts = nullptr;
        std::vector<ArenaRef>* refs = nullptr;
        const std::vector<std::uint32_t>* rows = nullptr; ///< null: one for each row
        std::size_t cursor = 0;
        std::vector<bool> isWritten;
    };

    bool takeTimes(const Numbers& numbers, std::vector<TimePoint>& times);
    template<typename T>
    bool takeNumbers(const Numbers& numbers, std::int64_t low, std::int64_t high,
                     std::vector<T>& values);
    bool takeRecords();
    bool takeMetrics();
    bool takeField(ColdReader::Field& field, FieldColumn& column);
    bool takeFieldNumbers(ColdReader::Field& field, FieldColumn& column);
    bool takeNumbersOnly(ColdReader::Field& field, FieldColumn& column);
    bool takeOffsets();

    bool decodeEverything();
    bool decodeWanted(const WantedColumns& wanted);
    void addHoleColumns();
    bool writePayloads();
    bool writePieces(std::size_t row, ColdReader::Layout& layout, std::size_t place);
    bool writeHole(std::size_t row, std::uint32_t hole);
    bool writeRest(HoleColumn& column);
    bool writeTexts(Texts& texts, std::vector<ArenaRef>& refs);
    bool isTooLarge() const;

    ColdReader& m_reader;
    ColdReader::Parts& m_parts;
    EventColumns m_columns;
    std::vector<std::int64_t> m_times;
    std::vector<std::int64_t> m_numbers;
    std::vector<HoleColumn> m_holes; ///< by number of the hole
};

} // namespace weir
