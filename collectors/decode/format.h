// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatchbuilder.h"

#include <string_view>

namespace weir {

/// How the messages of one format are told from others and taken apart.
///
/// Thread: one at a time; may keep buffers between messages.
class Format
{
public:
    Format() = default;
    Format(const Format&) = delete;
    Format& operator=(const Format&) = delete;
    virtual ~Format() = default;

    /// As in `format = "…"` of a source. Lives as long as the format.
    virtual std::string_view name() const = 0;

    /// A glance, without side effects: why the message cannot be of this format, as a literal such as
    /// "does not begin with {"; null when it may be.
    virtual const char* refuse(const Content& content) const = 0;

    /// Writes the event that was begun (its payload, key and headers are written), and further records
    /// of the message by Records. Null when it is done; else why it is not of this format, a literal:
    /// what was written is then taken back by the caller.
    ///
    /// Strict: whoever decodes what another format would understand better spoils the detection.
    virtual const char* decode(const Content& content, EventBatchBuilder& builder) = 0;
};

} // namespace weir
