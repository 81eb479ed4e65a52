// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// A line of text that no other format understands better: the body is all of it, time and severity
/// are read from its head (linehead.h). Refuses what is not UTF-8.
class TextFormat final : public Format
{
public:
    /// Detection takes what begins with { for JSON, even where it is broken; who asks for text by its
    /// name gets it.
    explicit TextFormat(bool takesBraces)
        : m_takesBraces(takesBraces)
    {
    }

    std::string_view name() const override { return "text"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const bool m_takesBraces;
};

} // namespace weir
