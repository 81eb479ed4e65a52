// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/idfilter.h"
#include "store/blocks/textcolumn.h"

#include <string_view>

namespace weir {

/// Whether texts of a template hold a needle, as far as the template alone can tell.
enum class TemplateVerdict : std::uint8_t {
    None, ///< no such text does
    All, ///< each does: it stands in what they share
    Some, ///< their variables decide
};

/// `needle` is folded to lower case and not empty; case is folded as Needle does. Never None where
/// some text of the template holds the needle, unless only in variables of the form `excluded`.
TemplateVerdict verdictOn(const TextColumn::Entry& entry, std::string_view needle,
                          const WholeId* excluded = nullptr);

} // namespace weir
