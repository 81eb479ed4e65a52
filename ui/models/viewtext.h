// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir {

// Files of views and highlights as a person would write them. A change exchanges the values where
// they stand and adds lines; comments, order and what is not known here stay. Every answer was read
// again before it is given and says what was asked for; else InvalidInput. No I/O; any thread.

/// A file of its own for a view.
std::string viewText(const ViewConfig& view);
/// `text`, saying what `view` says; what `view` leaves open stays as it stands.
Result<std::string> editedView(std::string_view text, const ViewConfig& view);

/// A file of its own for a set of highlights.
std::string highlightText(const HighlightSet& set);
/// Another name for a view or a set.
Result<std::string> renamed(std::string_view text, std::string_view name);
/// The file of a view that names a set of highlights, which is called something else now.
Result<std::string> withSetRenamed(std::string_view text, const std::string& set,
                                   const std::string& newName);
/// Exchanges the rule that says `before`. Nothing before: a rule more, at the end; nothing after: the
/// rule goes. NotFound when no rule says `before`.
Result<std::string> exchangedRule(std::string_view text,
                                  const std::optional<HighlightRule>& before,
                                  const std::optional<HighlightRule>& after);

/// `payment-errors` of `Payment errors!`; never empty.
std::string fileNameOf(std::string_view name);

} // namespace weir
