// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/scan.h"

#include <string>

namespace weir {

/// `<165>1 2026-11-23T12:04:51.003Z host app 657 ID47 [id name="value"] text`: RFC 5424. The
/// parameters of structured data become `sd.ID.NAME`. https://www.rfc-editor.org/rfc/rfc5424
class Syslog5424Format final : public Format
{
public:
    std::string_view name() const override { return "syslog-5424"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const char* readStructuredData(Scan& scan, LineEvent& event, EventBatchBuilder& builder);
    const char* readParameter(Scan& scan, LineEvent& event, EventBatchBuilder& builder);

    std::string m_name; ///< `sd.ID.` and then a parameter's
    std::size_t m_prefix = 0;
    std::string m_unescaped;
    std::size_t m_parameters = 0;
};

} // namespace weir
