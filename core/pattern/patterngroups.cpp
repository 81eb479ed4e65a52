// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patterngroups.h"

#include "core/pattern/patternminer.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace weir {

namespace {

using Entry = FormCounts::Forms::value_type;

/// FNV-1a, 64 bits. Scripts keep these ids, so it stays as it is.
std::uint64_t nameOf(std::string_view form)
{
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
    for (const char c : form)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3;
    return hash;
}

/// A form and the pattern it was found to have.
struct Mined
{
    const Entry* entry = nullptr;
    PatternId pattern{};
};

} // namespace

PatternGroups groupForms(const FormCounts& counts, const PatternLimits& limits)
{
    PatternMiner miner(limits);
    std::vector<Mined> mined;
    std::vector<const Entry*> founders{nullptr}; // by pattern; the catch-all has none
    for (const Entry* const entry : byAge(counts.forms)) {
        mined.push_back({entry, miner.addForm(entry->first)});
        founders.resize(miner.size(), entry);
    }

    PatternGroups groups;
    groups.other = counts.other;
    std::unordered_map<PatternId, PatternGroup> found;
    for (const Mined& form : mined) {
        // Later forms may have made them one.
        const PatternId pattern = miner.current(form.pattern);
        Sightings& seen = pattern == catchAllPattern ? groups.other : found[pattern].seen;
        seen.add(form.entry->second);
    }
    groups.total = groups.other.count;
    for (auto& [pattern, group] : found) {
        group.id = nameOf(founders[number(pattern)]->first);
        group.text = miner.text(pattern);
        groups.total += group.seen.count;
        groups.patterns.push_back(std::move(group));
    }
    std::sort(groups.patterns.begin(), groups.patterns.end(),
              [](const PatternGroup& a, const PatternGroup& b) {
                  return std::tuple(b.seen.count, a.seen.oldest, a.id)
                      < std::tuple(a.seen.count, b.seen.oldest, b.id);
              });
    return groups;
}

} // namespace weir
