// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// What a bearer token says about itself, as far as it is a JSON Web Token (RFC 7519): the middle of
/// three parts is JSON in base64url. Nothing is verified, that is the broker's task.
struct AccessTokenFacts
{
    std::string subject; ///< `sub`; empty: it does not say
    std::optional<TimePoint> expires; ///< `exp`
};

AccessTokenFacts factsOfToken(std::string_view token);

/// Empty when a client may send it: printable ASCII without spaces. Else what is wrong with it.
std::string faultOfToken(std::string_view token);

} // namespace weir
