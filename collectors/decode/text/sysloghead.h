// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/scan.h"
#include "core/severity.h"

#include <optional>
#include <string_view>

namespace weir {

/// `<165>`: facility × 8 + severity, 0–191.
std::optional<int> takePriority(Scan& scan);

/// `kern`, `local4`, …: the names of the facilities of RFC 5424, as syslog.conf writes them.
std::string_view facilityName(int priority);
Severity severityOfPriority(int priority);

/// What stands before the message in old syslog: `<34>Nov 23 12:04:51 web-1 `.
struct SyslogHead
{
    std::optional<int> priority;
    std::optional<TimePoint> time;
    bool hasNamedMonth = false; ///< the time was in the manner of syslog itself
    std::string_view host;
};

/// Takes of `<34>`, a time and a host what is there. A word is a host only behind a time.
SyslogHead takeSyslogHead(Scan& scan, TimePoint now);

/// For formats that travel alone or behind a syslog header of either kind: takes all before `mark`
/// and the mark itself. Nothing when the mark does not come soon, or behind something else.
std::optional<SyslogHead> takeHeadBefore(std::string_view mark, Scan& scan, TimePoint now);

/// The same for a glance: whether the mark comes soon.
bool hasMark(std::string_view text, std::string_view mark);

/// Severity, `facility`, `host.name` and time.
void writeSyslogHead(const SyslogHead& head, LineEvent& event);

} // namespace weir
