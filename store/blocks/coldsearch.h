// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/needle.h"
#include "core/query/pattern.h"
#include "core/query/rowset.h"
#include "store/blocks/coldreader.h"
#include "store/blocks/templatematch.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Answers in which rows of a cold block a text or a regular expression stands, looking at templates
/// first, at the numbers that could fit next, and only at what is left as text.
///
/// Thread: that of the reader, which outlives it. After a function has said false the reader's
/// error() says why.
class ColdSearch final
{
public:
    explicit ColdSearch(ColdReader& reader)
        : m_reader(reader)
    {
    }

    /// Whether events of the block have texts that are in no column of their own; such a block
    /// has to be decoded to be searched.
    [[nodiscard]] bool hasUndecodable(bool& answer);

    /// Adds the candidates that hold the needle where a bare term looks, but for the texts that all
    /// events share. Precondition: not empty.
    [[nodiscard]] bool findText(const Needle& needle, const RowSet& candidates, RowSet& found);
    /// The same in one column of ids or one field, for texts that are to be equal: adds no less than
    /// those.
    [[nodiscard]] bool findInTraceIds(const Needle& needle, const RowSet& candidates, RowSet& found);
    [[nodiscard]] bool findInSpanIds(const Needle& needle, const RowSet& candidates, RowSet& found);
    [[nodiscard]] bool findInField(ColdReader::Field& field, const Needle& needle,
                                   const RowSet& candidates, RowSet& found);
    /// Whether such a text can match, as far as catalog and filter tell by the pattern's atoms.
    [[nodiscard]] bool mayMatch(const Pattern& pattern, std::span<const Needle> atoms, bool& answer);
    /// The same as findText() for a regular expression.
    [[nodiscard]] bool findPattern(const Pattern& pattern, const RowSet& candidates, RowSet& found);

private:
    using Texts = ColdReader::Texts;
    using Places = std::vector<std::uint32_t>; ///< of an entry's texts

    template<typename Search>
    bool forEachTexts(Search search);
    bool searchTexts(Texts& texts, const ColdReader::Presence* presence, const Needle& needle,
                     const RowSet& candidates, RowSet& found);
    bool matchTexts(Texts& texts, const ColdReader::Presence* presence, const Pattern& pattern,
                    const RowSet& candidates, RowSet& found);
    bool judge(const TextColumn& column, const Needle& needle,
               std::vector<TemplateVerdict>& verdicts, bool& isPossible);
    bool absentParts(const Needle& needle, const Excluded*& absent);
    bool testIds(TextColumn& column, std::size_t entry, const Needle& needle,
                 std::vector<bool>& holds);
    bool markIds(const TextColumn::VariableColumn& variable, std::string_view values,
                 const Needle& needle, std::vector<bool>& isHit);
    bool searchFew(TextColumn& column, const std::vector<TemplateVerdict>& verdicts,
                   const Needle& needle, const RowSet& candidates, RowSet& found);
    bool testEntry(TextColumn& column, std::size_t entry, const Needle& needle,
                   std::vector<bool>& holds);
    bool searchSome(const TextColumn& column, std::size_t entry, const Needle& needle,
                    Places::const_iterator& place, Places::const_iterator end,
                    std::vector<bool>& holds);
    bool possiblePlaces(TextColumn& column, std::size_t entry, const Needle& needle,
                        std::vector<std::uint32_t>& places);
    bool rowsOf(const ColdReader::Presence* presence);

    ColdReader& m_reader;
    std::vector<std::uint32_t> m_rows; ///< of the texts at hand; empty: row n has text n
    std::map<std::string, Excluded, std::less<>> m_absent; ///< of each needle, as the filter says
    std::string m_text;
};

} // namespace weir
