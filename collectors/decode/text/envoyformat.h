// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `[2026-11-23T12:04:51.120Z] "GET / HTTP/1.1" 200 - 0 512 12 10 "-" "agent" "id" "authority"
/// "upstream"`: the access log of Envoy and Istio.
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
///
/// The body is the request with its status and flags; severity as in access logs.
class EnvoyFormat final : public Format
{
public:
    std::string_view name() const override { return "envoy"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
