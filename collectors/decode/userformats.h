// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsonreader.h"
#include "core/config/userformat.h"

#include <memory>

namespace weir {

/// The format that a file of formats/*.toml describes. `isChosen`: by its name, so that a map takes
/// objects without its marks too.
std::unique_ptr<Format> makeUserFormat(const UserFormat& format, bool isChosen,
                                       const std::shared_ptr<JsonReader>& reader);

} // namespace weir
