// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

class Scan;
class LineEvent;
struct SyslogHead;

/// `<34>Nov 23 12:04:51 web-1 sshd[657]: text`: RFC 3164 and what is sent under its name: without
/// priority as in files, with ISO times as rsyslog writes, without host or time, and Cisco's
/// `%FACILITY-SEVERITY-MNEMONIC:`. https://www.rfc-editor.org/rfc/rfc3164
class SyslogFormat final : public Format
{
public:
    /// `isChosen`: by its name. Detection wants `<PRI>`, or a time, a host and a program with a
    /// colon.
    explicit SyslogFormat(bool isChosen)
        : m_isChosen(isChosen)
    {
    }

    std::string_view name() const override { return "syslog"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const char* readMessage(const SyslogHead& head, Scan& scan, LineEvent& event) const;

    const bool m_isChosen;
};

} // namespace weir
