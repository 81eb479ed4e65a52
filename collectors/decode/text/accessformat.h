// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `10.1.2.3 - anna [23/Nov/2026:12:04:51 +0000] "GET / HTTP/1.1" 200 512 "referer" "agent"`: the
/// common and combined formats of Apache and nginx, with a virtual host before them, and a
/// forwarded-for, a request time or name=value behind.
/// https://httpd.apache.org/docs/2.4/logs.html#accesslog
///
/// The body is the request with its status and size. 5xx is an error, 4xx a warning, the rest
/// information.
class AccessFormat final : public Format
{
public:
    std::string_view name() const override { return "access"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
