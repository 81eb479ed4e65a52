// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/idfilter.h"
#include "store/blocks/numberneedle.h"
#include "store/blocks/textcolumn.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Whether texts of a template hold a needle, as far as the template alone can tell.
enum class TemplateVerdict : std::uint8_t {
    None, ///< no such text does
    All, ///< each does: it stands in what they share
    Some, ///< their variables decide
};

/// Parts of a needle about which the filter of ids has been asked: where the texts of a template hold
/// them as the filter knows them, the filter's answer counts.
struct Excluded
{
    std::optional<WholeId> id; ///< as a variable of the same form
    std::optional<DottedQuad> quad; ///< as four whole numbers
};

/// `needle` is folded to lower case and not empty; case is folded as Needle does. Never None where
/// some text of the template holds the needle, unless only as `excluded` says.
TemplateVerdict verdictOn(const TextColumn::Entry& entry, std::string_view needle,
                          const Excluded& excluded = {});

/// What a variable has to be for the needle to stand in one place of a text.
struct Condition
{
    std::uint32_t variable = 0;
    DigitRun run; ///< of a number
    std::int64_t word = 0; ///< of a Word
    std::string id; ///< of Hex and Uuid, packed
};

/// All of which have to hold, or else the needle does not stand there.
using Placement = std::vector<Condition>;

/// The places where the needle can stand in texts of a template; without a condition nothing is known
/// beforehand. Nothing at all where there are more than a few.
std::optional<std::vector<Placement>> placementsOf(const TextColumn::Entry& entry,
                                                   std::string_view needle);

} // namespace weir
