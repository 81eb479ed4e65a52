// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/bytes.h"
#include "store/blocks/texttemplate.h"

#include <memory>
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
    TextColumnWriter();
    ~TextColumnWriter();

    /// Appends to both. `bases`, where it is not empty, has a number for each row that its Time
    /// variables are stored relative to.
    void write(std::span<const std::string_view> texts, std::span<const std::int64_t> bases,
               ByteWriter& catalog, std::string& segment);

private:
    struct Entry;
    class Table;

    bool takeAsDictionary(std::span<const std::string_view> texts);
    void takeAsTemplates(std::span<const std::string_view> texts,
                         std::span<const std::int64_t> bases);
    Entry& entryOf(std::string_view pattern, bool isNewAllowed);
    void putEntry(const Entry& entry, ByteWriter& catalog, std::string& segment) const;

    TextTemplate m_template;
    std::unique_ptr<Table> m_table;
    std::vector<Entry> m_entries;
    std::size_t m_used = 0; ///< entries of this column; the others keep their buffers
    std::vector<std::int64_t> m_codes; ///< of each row
};

} // namespace weir
