// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/blocks/coldblock.h"
#include "store/blocks/coldformat.h"
#include "store/blocks/fieldnumbers.h"
#include "store/blocks/idfilter.h"
#include "store/blocks/intstream.h"
#include "store/blocks/textcolumn.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A cold block, open for questions: its catalog is read and checked, a segment is fetched when one
/// of its columns is asked for, and only then.
///
/// Thread: one at a time. After a function has said false, error() says why.
class ColdReader final
{
public:
    /// Says of a block's filter of trigrams, which is empty without one, whether to go on.
    using TrigramTest = std::function<bool(std::string_view trigrams)>;
    /// Corrupt, TooNew, as decodeCold() says. Null when there is a test and it says no: then nothing
    /// but the checksum of the catalog was looked at.
    static Result<std::unique_ptr<ColdReader>> open(std::string_view catalog, SegmentLoader load,
                                                    std::string subject,
                                                    const TrigramTest& mayMatch = {});

    /// A column of numbers and where its words are.
    struct Numbers
    {
        IntStream stream;
        std::uint32_t segment = 0;
        std::size_t at = 0;
        std::int64_t scale = 1;
    };

    struct Texts
    {
        TextColumn column;
        std::uint32_t segment = 0;
        std::size_t at = 0;
        bool isLoaded = false;
    };

    /// Which rows have a value.
    struct Presence
    {
        std::size_t count = 0;
        bool isEverywhere = false;
        Numbers rows; ///< unless everywhere
    };

    struct Field
    {
        std::string name;
        Presence presence;
        Numbers types;
        Texts texts;
        std::optional<Numbers> numbers; ///< where they do not follow from the texts
    };

    struct Metrics
    {
        Presence presence;
        Texts names;
        Texts units;
        Numbers types;
        DoubleStream values;
        std::size_t valuesAt = 0;
    };

    struct Layout
    {
        coldformat::LayoutKind kind = coldformat::LayoutKind::Absent;
        std::size_t count = 0; ///< rows that have it
        std::vector<std::uint32_t> holes;
        std::vector<Texts> gaps;
    };

    struct Parts
    {
        Numbers times, received, severities, kinds, timeFromReceived, streamOf, offsets;
        std::int64_t firstOffset = 0; ///< of a file
        Presence recordRows;
        Numbers records;
        Texts bodies, traceIds, spanIds, keys, headers;
        Metrics metrics;
        std::vector<Field> fields;
        std::vector<Layout> layouts;
        Numbers layoutOf;
    };

    std::size_t rows() const { return m_rows; }
    /// Source, kind, labels and streams.
    const EventColumns& facts() const { return m_facts; }
    Parts& parts() { return m_parts; }
    /// Null when the block has no such field.
    Field* field(std::string_view name);

    /// Whether a whole id of this hash may be somewhere in the block.
    [[nodiscard]] bool mayHaveId(std::uint64_t hash, bool& answer);
    /// The same for four numbers with points between them.
    [[nodiscard]] bool mayHaveQuad(const DottedQuad& quad, bool& answer);
    /// Fetches what the column needs of its segment.
    [[nodiscard]] bool load(Texts& texts);
    /// All values.
    [[nodiscard]] bool unpack(const Numbers& numbers, std::vector<std::int64_t>& values);
    [[nodiscard]] bool unpackRows(const Presence& presence, std::vector<std::uint32_t>& rows);
    [[nodiscard]] bool unpackMetricValues(std::vector<double>& values);
    /// Says that the block is damaged; false, to be returned.
    bool fail();
    const Error& error() const { return m_error; }

    /// Bytes of segments fetched so far.
    std::size_t bytesLoaded() const { return m_bytesLoaded; }
    /// How many of them are the filter of ids.
    std::size_t filterBytesLoaded() const
    {
        const auto& filter = m_segments[coldformat::filterSegment];
        return filter ? filter->size() : 0;
    }

private:
    class Parser;

    struct SegmentPlace
    {
        std::size_t size = 0;
        std::uint64_t checksum = 0;
    };

    ColdReader() = default;
    std::optional<std::string_view> segment(std::uint32_t index);

    std::string m_body; ///< of the catalog; parts are views into it
    std::uint16_t m_version = 0;
    std::size_t m_rows = 0;
    EventColumns m_facts;
    Parts m_parts;
    std::vector<SegmentPlace> m_places;
    std::vector<std::optional<std::string>> m_segments;
    SegmentLoader m_load;
    std::string m_subject;
    Error m_error;
    std::size_t m_bytesLoaded = 0;
};

} // namespace weir
