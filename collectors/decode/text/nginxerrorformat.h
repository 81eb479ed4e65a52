// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `2026/11/23 12:04:51 [error] 31#31: *45 text, client: 10.1.2.3, server: x, request: "…"`.
/// https://nginx.org/en/docs/ngx_core_module.html#error_log
class NginxErrorFormat final : public Format
{
public:
    std::string_view name() const override { return "nginx-error"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
