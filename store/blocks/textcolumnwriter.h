// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/bytes.h"
#include "store/blocks/hexcolumn.h"
#include "store/blocks/idfilter.h"
#include "store/blocks/numberedtexts.h"
#include "store/blocks/templatemerger.h"
#include "store/blocks/texttemplate.h"
#include "store/blocks/trigramfilter.h"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Packs one column of texts: a dictionary of templates, which the catalog holds, which of them
/// each row has, and for each template its variables, column by column. Few different texts are
/// a dictionary of texts. docs/file-format.md calls the result a text column.
///
/// Thread: one at a time; keeps its buffers from column to column.
class TextColumnWriter final
{
public:
    /// Texts that a bare term looks into from now on, or not.
    void setSearched(bool isSearched) { m_isSearched = isSearched; }

    /// Appends to both. `bases`, where it is not empty, has a number for each row that its Time
    /// variables are stored relative to.
    void write(std::span<const std::string_view> texts, std::span<const std::int64_t> bases,
               ByteWriter& catalog, std::string& segment);

    /// Hashes of the ids and of the dotted quads in all columns written so far, some several times.
    const std::vector<std::uint64_t>& ids() const { return m_ids; }
    /// Of all texts written so far that are searched.
    TrigramSet& trigrams() { return m_trigrams; }

private:
    /// The values of one variable of a template, for the rows that have it.
    struct Values
    {
        VariableKind kind{};
        std::uint8_t detail = 0;
        bool isPooled = false; ///< Hex and Uuid
        std::vector<std::int64_t> numbers; ///< numeric kinds; lengths of Text; codes of Word and pooled
        std::string bytes; ///< Hex and Uuid packed, Text as it is
        NumberedTexts words;
    };

    struct Entry
    {
        std::string pattern;
        std::uint64_t count = 0;
        std::vector<Values> values; ///< the first `variables` of them; the rest are kept buffers
        std::size_t variables = 0;
    };

    /// Ids of one form, of all templates.
    struct Pool
    {
        VariableKind kind{};
        std::uint8_t detail = 0;
        std::size_t rows = 0;
        std::vector<Values*> members;
        DistinctValues ids;
    };

    bool takeAsDictionary(std::span<const std::string_view> texts);
    void takeAsTemplates(std::span<const std::string_view> texts,
                         std::span<const std::int64_t> bases);
    void splitAll(std::span<const std::string_view> texts);
    void mergeSplit();
    std::uint32_t addEntry(std::string_view pattern);
    void addRow(Entry& entry, std::size_t split, const Variable* variables, std::int64_t base);
    static void addValue(Values& values, const Variable& variable, std::int64_t base);
    static void keepAsTexts(Entry& entry, std::size_t variable);
    void gatherPools();
    static bool isWorthAPool(Pool& pool);
    void putPools(ByteWriter& catalog, std::string& segment);
    void addQuads(const Entry& entry);
    void addTrigrams(const Entry& entry);
    void putEntry(Entry& entry, ByteWriter& catalog, std::string& segment);

    // The texts as they were split: patterns, the pattern of each row, all variables in order.
    TextTemplate m_template;
    std::deque<std::string> m_patternTexts; ///< what the numbered ones are views of
    NumberedTexts m_patterns;
    std::vector<std::uint32_t> m_patternOf;
    std::vector<Variable> m_variables;

    // What becomes of them.
    TemplateMerger m_merger;
    std::vector<TemplateMerger::Merged> m_merged;
    std::vector<std::uint32_t> m_entryOf; ///< of each pattern
    NumberedTexts m_entryNames;
    std::vector<Entry> m_entries; ///< the first m_used of them
    std::size_t m_used = 0;
    std::vector<std::int64_t> m_codes; ///< of each row
    std::vector<Pool> m_pools;
    std::vector<std::uint64_t> m_quads;
    std::vector<std::uint64_t> m_ids;
    bool m_isSearched = false;
    TrigramSet m_trigrams;
};

} // namespace weir
