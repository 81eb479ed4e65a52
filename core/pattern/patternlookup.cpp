// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternlookup.h"

namespace weir {

PatternLookup::PatternLookup(FormCounts::Forms& forms)
{
    const auto entries = byAge(forms);
    for (const auto* const entry : entries)
        m_miner.addForm(entry->first);
    for (const auto* const entry : entries) {
        const PatternId pattern = m_miner.findForm(entry->first);
        if (pattern != catchAllPattern)
            m_founders.emplace(pattern, &forms.find(entry->first)->second);
    }
}

Sightings* PatternLookup::find(std::string_view form)
{
    const auto found = m_founders.find(m_miner.findForm(form));
    return found == m_founders.end() ? nullptr : found->second;
}

} // namespace weir
