// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

#include <string>

namespace weir {

/// Prometheus' remote write 1.0 and 2.0: protobuf in one block of snappy. The headers `content-encoding`,
/// `content-type` and `x-prometheus-remote-write-version` decide where they are there, else both versions are tried.
class RemoteWriteFormat final : public Format
{
public:
    std::string_view name() const override { return "remote-write"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    std::string m_unpacked;
};

} // namespace weir
