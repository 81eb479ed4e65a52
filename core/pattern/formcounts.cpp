// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/formcounts.h"

#include <algorithm>
#include <tuple>

namespace weir {

void Sightings::add(const Sightings& more)
{
    count += more.count;
    first = std::min(first, more.first);
    last = std::max(last, more.last);
    oldest = std::min(oldest, more.oldest);
}

std::vector<const FormCounts::Forms::value_type*> byAge(const FormCounts::Forms& forms)
{
    using Entry = FormCounts::Forms::value_type;
    std::vector<const Entry*> entries;
    entries.reserve(forms.size());
    for (const Entry& entry : forms)
        entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) {
        return std::tie(a->second.oldest, a->first) < std::tie(b->second.oldest, b->first);
    });
    return entries;
}

} // namespace weir
