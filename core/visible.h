// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// What to show in place of a character of a stream, so that it can neither command a terminal nor
/// reorder or hide text: the control picture of a C0 control, U+FFFD for C1 controls, `⟲` for
/// characters that change the direction of writing, `·` for characters without width. Everything
/// else, tab and newline too, is itself.
char32_t visible(char32_t character);

/// A text of a stream for a terminal: each character as visible() has it, tab and newline as control
/// pictures too, bytes that are not UTF-8 as U+FFFD. The result is UTF-8.
std::string visibleText(std::string_view bytes);

} // namespace weir
