// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/skeleton.h"

#include "core/textcursor.h"

namespace weir {

void Skeleton::assign(std::string_view message)
{
    m_text.clear();
    m_isCut = false;
    bool isInNumber = false;
    for (const char c : message) {
        const bool isNumber = isDigit(c);
        if (isNumber && isInNumber)
            continue;
        isInNumber = isNumber;
        if (m_text.size() == m_longest) {
            m_isCut = true;
            return;
        }
        m_text.push_back(isNumber ? '0' : c);
    }
}

std::vector<std::size_t> Skeleton::offsetsIn(std::string_view message) const
{
    std::vector<std::size_t> offsets;
    offsets.reserve(m_text.size() + 1);
    std::size_t at = 0;
    for (const char c : m_text) {
        offsets.push_back(at++);
        if (c == '0') {
            while (at < message.size() && isDigit(message[at]))
                ++at;
        }
    }
    offsets.push_back(at);
    return offsets;
}

} // namespace weir
