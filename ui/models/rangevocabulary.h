// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/facets.h"
#include "ui/models/seenvocabulary.h"

#include <memory>

namespace weir {

/// Fields and values as the facets of a whole range count them, and behind them what was seen among
/// the newest events and the facets do not list: names from elsewhere, values of ids. Those have no
/// count, for a number from a sample among numbers of everything would be misread.
///
/// Thread safety: immutable once made.
class RangeVocabulary final : public QueryVocabulary
{
public:
    /// `facets` are complete and of every event of the range; `seen` is never null.
    RangeVocabulary(Facets facets, std::shared_ptr<const SeenVocabulary> seen);

    std::vector<Word> fields() const override;
    std::vector<Word> values(std::string_view canonicalName) const override;

private:
    Facets m_facets;
    std::shared_ptr<const SeenVocabulary> m_seen;
};

} // namespace weir
