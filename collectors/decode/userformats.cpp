// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/userformats.h"

#include "collectors/decode/userjsonformat.h"
#include "collectors/decode/userpatternformat.h"

namespace weir {

std::unique_ptr<Format> makeUserFormat(const UserFormat& format, bool isChosen,
                                       const std::shared_ptr<JsonReader>& reader)
{
    if (!format.pattern.empty())
        return std::make_unique<UserPatternFormat>(format);
    return std::make_unique<UserJsonFormat>(format, isChosen, reader);
}

} // namespace weir
