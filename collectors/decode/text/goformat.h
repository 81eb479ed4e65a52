// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `2026/11/23 12:04:51 text`, `2026/11/23 12:04:51.120000 main.go:23: text`: the log package of
/// Go. https://pkg.go.dev/log#pkg-constants
class GoFormat final : public Format
{
public:
    std::string_view name() const override { return "go"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
