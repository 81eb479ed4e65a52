// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"

#include <cstdint>
#include <string_view>

namespace weir {

/// A message is stored whole up to this size; above it only its beginning, with a mark.
constexpr std::size_t maxPayload = std::size_t{32} << 20;
constexpr std::size_t keptOfLarger = std::size_t{1} << 20;

/// What is kept of a message above the limit.
struct CutMessage
{
    std::string_view kept;
    std::uint64_t size = 0; ///< of the whole
    std::uint64_t hash = 0; ///< XXH3 of the whole
    std::uint64_t limit = maxPayload; ///< that it is above
};

/// Writes it into the event that was begun: undecodable, with the reason.
void writeCut(EventBatchBuilder& builder, const CutMessage& cut);

} // namespace weir
