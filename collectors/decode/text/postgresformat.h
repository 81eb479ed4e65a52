// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `2026-11-23 12:04:51.120 UTC [657] app@orders ERROR:  text`: the server log of PostgreSQL with
/// the log_line_prefix it ships with (`%m [%p] `) or the one of Debian (`%m [%p] %q%u@%d `).
/// https://www.postgresql.org/docs/current/runtime-config-logging.html
class PostgresFormat final : public Format
{
public:
    std::string_view name() const override { return "postgres"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
