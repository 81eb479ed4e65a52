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
/// Thread: one at a time. The segment's bytes outlive it.
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

    struct VariableColumn
    {
        VariableKind kind{};
        std::uint8_t detail = 0;
        std::size_t at = 0; ///< in the segment
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
        std::string pattern;
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

    /// The reader fails on what is no column of so many rows.
    static TextColumn take(ByteReader& catalog, std::size_t rows);

    std::size_t rows() const { return m_rows; }
    /// Bytes in the segment.
    std::size_t bytes() const { return m_bytes; }
    std::span<const Entry> entries() const { return m_entries; }

    /// What its bytes in the segment are. Precondition: bytes() of them.
    void setWords(std::string_view words) { m_words = words; }

    /// The entry of each row, and which of that entry's rows it is. False when damaged.
    [[nodiscard]] bool unpackRows();
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
        return variable.hex.values(m_words.substr(variable.at, variable.hex.bytes()));
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
    bool takeEntry(ByteReader& catalog, std::uint64_t& values);
    bool parsePattern(Entry& entry) const;

    std::size_t m_rows = 0;
    std::size_t m_bytes = 0;
    std::vector<Entry> m_entries;
    IntStream m_index;
    std::size_t m_indexAt = 0;
    std::string_view m_words;
    std::vector<std::uint32_t> m_codes;
    std::vector<std::uint32_t> m_places;
};

} // namespace weir
