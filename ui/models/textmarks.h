// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "ui/models/textrun.h"

namespace weir {

/// Finds what is drawn in another way in a text that is shown. Each appends to `runs`.

/// Numbers, addresses and ids in a sentence: words that begin with a digit.
void markValues(const QString& text, std::vector<TextRun>& runs);

/// `http://…`, `https://…` and `weir://…` up to a space or what cannot end an address.
void markLinks(const QString& text, std::vector<TextRun>& runs);

/// What the words and patterns of a filter match, as runs of this kind.
void markFound(const QString& text, const Filter& filter, TextRun::Kind kind, std::uint32_t value,
               std::vector<TextRun>& runs);

} // namespace weir
