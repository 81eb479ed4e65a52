// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/text/scan.h"
#include "core/severity.h"

#include <optional>

namespace weir {

/// A level as logging libraries write it: all in upper case, of three letters or more. Takes
/// nothing else, so that prose is not taken for a log.
std::optional<Severity> takeLevelWord(Scan& scan);

/// Whether the text is a logger's name: `root`, `app.db`, `c.e.pay.Charge$Inner`: no blank, not
/// empty.
bool isLoggerName(std::string_view text);

} // namespace weir
