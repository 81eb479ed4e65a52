// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/coldreader.h"
#include "store/read/blockforms.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace weir {

/// Tells the forms of a cold block's messages from the templates of their bodies, without writing
/// the bodies out: a template says what its numbers and ids are, and that is what a form leaves out. Words
/// are looked up. Written out are only texts that are kept as wholes, and those of templates in
/// which a number runs into letters, which could be an id in one row and none in the next.
///
/// Thread: that of the reader. Reader and forms outlive it.
class ColdForms final
{
public:
    ColdForms(ColdReader& reader, BlockForms& forms);

    /// How many messages of the block have each form, by its catalog alone; nothing where that does
    /// not say it. Views into the forms; a form may be there several times.
    std::optional<std::vector<FormTable::FormCount>> counts() const;

    /// Notes the messages of these rows, null: of all. False when the block is damaged; the reader's
    /// error() says how.
    [[nodiscard]] bool note(const std::vector<std::uint32_t>* rows);

private:
    using Entry = TextColumn::Entry;

    /// How the form of a row follows from its template.
    struct Plan
    {
        enum class Kind { Fixed, ByWords, WriteOut };

        Kind kind = Kind::Fixed;
        bool isUnpacked = false;
        std::uint32_t form = 0; ///< when it is fixed
        std::vector<std::uint32_t> formOfWords; ///< by the number that the words' codes make
    };

    Plan planOf(const Entry& entry);
    std::uint32_t fixedForm(const Entry& entry);
    std::uint32_t formAt(const Entry& entry, std::size_t place);
    std::uint32_t formByWords(const Entry& entry, Plan& plan, std::size_t place);
    void addVariable(const TextColumn::VariableColumn& variable, std::size_t place);
    std::optional<std::uint32_t> formOf(std::size_t row);
    bool unpackWords(std::size_t entry);

    ColdReader& m_reader;
    TextColumn& m_bodies;
    BlockForms& m_forms;
    std::vector<Plan> m_plans; ///< by entry
    Skeleton m_skeleton;
    std::string m_text;
};

} // namespace weir
