// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `I1123 12:04:51.120000       1 file.go:12] text`: glog, klog and absl. A message of klog that
/// goes on with name="value" has fields. https://github.com/google/glog#severity-levels,
/// https://github.com/kubernetes/klog
class KlogFormat final : public Format
{
public:
    std::string_view name() const override { return "klog"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
