// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/format.h"

#include <array>
#include <string>
#include <string_view>

namespace weir {

/// `CEF:0|vendor|product|version|id|name|severity|key=value …`, alone or behind a syslog header:
/// ArcSight's Common Event Format, revision 25.
/// https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.3/cef-implementation-standard/
class CefFormat final : public Format
{
public:
    std::string_view name() const override { return "cef"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const char* readExtension(std::string_view extension, const Content& content,
                              EventBatchBuilder& builder);
    void add(std::string_view key, std::string_view value, const Content& content,
             EventBatchBuilder& builder);

    EventFields m_fields;
    std::string m_unescaped;
};

} // namespace weir
