// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/format.h"

#include <string>
#include <string_view>

namespace weir {

/// `LEEF:1.0|vendor|product|version|id|key=value<tab>…` and `LEEF:2.0|…|id|delimiter|…`, alone or
/// behind a syslog header: IBM's Log Event Extended Format.
/// https://www.ibm.com/docs/en/dsm?topic=leef-overview
class LeefFormat final : public Format
{
public:
    std::string_view name() const override { return "leef"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const char* readAttributes(std::string_view attributes, char delimiter, const Content& content,
                               EventBatchBuilder& builder);
    void add(std::string_view key, std::string_view value, const Content& content,
             EventBatchBuilder& builder);

    EventFields m_fields;
    std::string m_unescaped;
};

} // namespace weir
