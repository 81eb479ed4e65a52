// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/hexcolumn.h"
#include "store/blocks/intstream.h"
#include "store/blocks/rawtexts.h"
#include "store/blocks/texttemplate.h"
#include "store/blocks/wordcolumn.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A column of texts as TextColumnWriter packed it. What the catalog says, the templates with how
/// many rows have each, is there at once; what lies in the segment is unpacked when it is asked for
/// and kept. A template without variables is a text itself.
///
/// Thread: one at a time. The bytes of catalog and segment outlive it.
class TextColumn final
{
public:
    /// A part of a template: bytes, or the number of a variable.
    struct Piece
    {
        static constexpr std::uint32_t none = ~std::uint32_t{0};
        std::string_view text;
        std::uint32_t variable = none;
    };

    static constexpr std::uint32_t nothing = ~std::uint32_t{0};

    struct VariableColumn
    {
        VariableKind kind{};
        std::uint8_t detail = 0;
        std::size_t at = 0; ///< in the segment
        std::uint32_t pool = nothing; ///< where Hex and Uuid share one
        // Described by the catalog, by kind.
        IntStream numbers;
        HexColumn hex;
        RawTexts texts;
        WordColumn words;
        // Unpacked.
        bool isUnpacked = false;
        std::vector<std::int64_t> values; ///< numbers; codes of hex and words
        std::string bytes; ///< of Text
        std::vector<std::uint32_t> begins;
    };

    struct Entry
    {
        std::string_view pattern;
        std::size_t count = 0; ///< rows that have it
        std::vector<Piece> pieces; ///< views into the pattern
        std::vector<VariableColumn> variables;

        bool isText() const { return variables.empty(); }
        /// Whether its texts are ids and nothing else.
        bool isId() const
        {
            return pieces.size() == 1 && !isText()
                && (variables[0].kind == VariableKind::Hex
                    || variables[0].kind == VariableKind::Uuid);
        }
    };

    TextColumn() = default;
    TextColumn(TextColumn&&) = default;
    TextColumn& operator=(TextColumn&&) = default;
    TextColumn(const TextColumn&) = delete;
    TextColumn& operator=(const TextColumn&) = delete;

    /// As a block of this version has it. The reader fails on what is no column of so many rows.
    static TextColumn take(ByteReader& catalog, std::size_t rows, std::uint16_t version);

    std::size_t rows() const { return m_rows; }
    /// Bytes in the segment.
    std::size_t bytes() const { return m_bytes; }
    std::span<const Entry> entries() const { return m_entries; }

    /// What its bytes in the segment are. Precondition: bytes() of them.
    void setWords(std::string_view words) { m_words = words; }

    /// The entry of each row, and which of that entry's rows it is. False when damaged.
    [[nodiscard]] bool unpackRows();
    /// How many of some rows each entry has, which costs less than unpackRows(). False when damaged.
    [[nodiscard]] bool countEntries(std::span<const std::uint32_t> rows,
                                    std::vector<std::uint64_t>& counts) const;
    std::uint32_t entryOf(std::size_t row) const { return m_codes[row]; }
    std::uint32_t placeOf(std::size_t row) const { return m_places[row]; }

    /// False when damaged.
    [[nodiscard]] bool unpackVariables(std::size_t entry);
    [[nodiscard]] bool unpackVariable(VariableColumn& variable) const;
    VariableColumn& variable(std::size_t entry, std::size_t index)
    {
        return m_entries[entry].variables[index];
    }
    [[nodiscard]] bool unpackAll();
    /// The distinct values of a Hex or Uuid, one behind another.
    std::string_view hexValues(const VariableColumn& variable) const
    {
        if (variable.pool != nothing)
            return m_words.substr(m_pools[variable.pool].at, m_pools[variable.pool].bytes());
        return variable.hex.values(m_words.substr(variable.at, variable.hex.bytes()));
    }
    /// How many.
    std::size_t hexCount(const VariableColumn& variable) const
    {
        return variable.pool != nothing ? m_pools[variable.pool].count : variable.hex.distinct();
    }
    /// Which of them a row has.
    static std::size_t hexValueOf(const VariableColumn& variable, std::size_t place)
    {
        return variable.values.empty() ? place : static_cast<std::size_t>(variable.values[place]);
    }

    /// Appends a text. Precondition: its entry's variables are unpacked. `base` is what Time
    /// variables of the row are relative to.
    void append(std::string& out, std::size_t entry, std::size_t place, std::int64_t base = 0) const;
    /// The same for one of its variables.
    void append(std::string& out, const VariableColumn& variable, std::size_t place,
                std::int64_t base = 0) const;

private:
    /// Ids that variables of one form share.
    struct Pool
    {
        VariableKind kind{};
        std::uint8_t detail = 0;
        std::size_t at = 0; ///< in the segment
        std::size_t count = 0;

        std::size_t bytes() const { return count * hexBytes(kind, detail); }
    };

    bool takePools(ByteReader& catalog);
    std::uint32_t poolOf(const VariableColumn& variable) const;
    bool takeEntry(ByteReader& catalog, std::uint64_t& values);
    bool parsePattern(Entry& entry) const;

    std::size_t m_rows = 0;
    std::size_t m_bytes = 0;
    std::vector<Pool> m_pools;
    std::vector<Entry> m_entries;
    IntStream m_index;
    std::size_t m_indexAt = 0;
    std::string_view m_words;
    std::vector<std::uint32_t> m_codes;
    std::vector<std::uint32_t> m_places;
};

} // namespace weir
