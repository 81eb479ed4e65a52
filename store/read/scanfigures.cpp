// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/scanfigures.h"

namespace weir {

void ScanFigures::note(const BlockInfo& block, const BlockMatches& matches)
{
    if (matches.isDamaged)
        return;
    if (matches.isDecoded)
        ++decoded;
    else if (matches.isDeniedByTrigrams)
        ++byTrigrams;
    else if (!block.isCold || !matches.rows.empty() || matches.bytesRead > matches.filterBytes)
        ++searched;
    else if (matches.bytesRead == 0)
        ++byTemplates;
    else
        ++byIds;
    bytesRead += matches.bytesRead;
    opening += matches.opening;
    searching += matches.searching;
}

void ScanFigures::add(const ScanFigures& more)
{
    blocks += more.blocks;
    fromHeaders += more.fromHeaders;
    fromCatalogs += more.fromCatalogs;
    byTrigrams += more.byTrigrams;
    byTemplates += more.byTemplates;
    byIds += more.byIds;
    searched += more.searched;
    decoded += more.decoded;
    bytesRead += more.bytesRead;
    listing += more.listing;
    opening += more.opening;
    searching += more.searching;
}

} // namespace weir
