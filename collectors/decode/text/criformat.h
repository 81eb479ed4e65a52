// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// `2026-11-23T12:04:51.120000000Z stdout F text`: what container runtimes write for Kubernetes.
/// `partial` is true where the line goes on in the next one (P). The level is read from the head of
/// the text.
/// https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
class CriFormat final : public Format
{
public:
    std::string_view name() const override { return "cri"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
