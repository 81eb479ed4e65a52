// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"
#include "core/query/rowset.h"
#include "store/blocks/coldsearch.h"

#include <optional>
#include <string>
#include <vector>

namespace weir {

/// Answers in which rows of a cold block a condition on one field holds, without making a text for
/// each row: what a template says of all its texts is asked once, words are asked once each, and
/// numbers, whole and real, are compared as they are packed.
///
/// Thread: that of the reader, which outlives it. After a function has said false the reader's
/// error() says why.
class ColdFieldTest final
{
public:
    ColdFieldTest(ColdReader& reader, ColdSearch& search)
        : m_reader(reader)
        , m_search(search)
    {
    }

    /// Whether find() has an answer: for conditions on fields that decoders or sources name.
    bool canAnswer(const FilterNode& node);

    /// Adds the candidates in which the condition holds. Precondition: canAnswer(node).
    [[nodiscard]] bool find(const FilterNode& node, const RowSet& candidates, RowSet& found);

private:
    using Entry = TextColumn::Entry;

    /// How the texts of one template are tested.
    struct Plan
    {
        enum class Kind : std::uint8_t { None, All, ByWord, ByNumber, ByText };

        Kind kind = Kind::ByText;
        std::vector<bool> words; ///< which of them the condition holds for
        std::int64_t lowest = 0; ///< of the numbers that it holds for, as they are packed
        std::int64_t highest = 0;
        std::optional<ValueType> type; ///< of which lowest and highest are; none: of any
    };

    bool takeRows(const ColdReader::Presence& presence, RowSet& left, RowSet& own);
    bool testField(const FilterNode& node, ColdReader::Field& field, const RowSet& own,
                   RowSet& found);
    bool keepRowsWithText(const FilterNode& node, ColdReader::Field& field, RowSet& rows);
    bool testRows(const FilterNode& node, ColdReader::Field& field, const std::vector<Plan>& plans,
                  const RowSet& own, RowSet& found);
    bool testRow(const FilterNode& node, const TextColumn& column, const Plan& plan,
                 std::size_t entry, std::size_t place, ValueType type);
    Plan planOf(const FilterNode& node, const ColdReader::Field& field, const Entry& entry);
    Plan planOfTexts(const FilterNode& node, const Entry& entry);
    Plan planOfWords(const FilterNode& node, const Entry& entry);
    bool unpackTypes(const FilterNode& node, const ColdReader::Field& field);

    ColdReader& m_reader;
    ColdSearch& m_search;
    // Of the field at hand.
    std::vector<std::uint32_t> m_rows; ///< empty: row n has text n
    std::vector<std::int64_t> m_types; ///< empty: all have m_type, or nobody asks
    ValueType m_type{};
    std::string m_text;
};

} // namespace weir
