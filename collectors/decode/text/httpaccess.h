// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/scan.h"

#include <string_view>

namespace weir {

// What access logs have in common.

/// `"…"` up to the closing quote, which a backslash takes its meaning from; without the quotes.
bool takeQuoted(Scan& scan, std::string_view& text);

/// Nothing in the place of `-`, as these logs write what is not there.
std::string_view orNothing(std::string_view part);

/// `method`, `path`, `protocol` of `GET / HTTP/1.1`; nothing of anything else, such as the bytes of
/// a scanner.
void writeRequest(std::string_view request, LineEvent& event);

/// `status` of three digits, and the severity of its class. False when it is none.
bool writeStatus(std::string_view status, LineEvent& event);

} // namespace weir
