// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/metriclines.h"

#include "collectors/decode/text/lineevent.h"

namespace weir {

bool takeLine(std::string_view& rest, std::string_view& line)
{
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        line = trimmed(line);
        if (!line.empty())
            return true;
    }
    return false;
}

} // namespace weir
