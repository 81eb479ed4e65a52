// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// One `key=value` or bare `key` of a line. The views are pieces of the line.
struct LogfmtPair
{
    std::string_view key;
    std::string_view value; ///< without the quotes, escapes as written
    bool hasValue = false; ///< `key=`, even when nothing follows
    bool isQuoted = false;
    bool hasEscapes = false;
};

/// Goes through the pairs of a line in logfmt as Go's libraries write it.
class LogfmtScanner final
{
public:
    explicit LogfmtScanner(std::string_view line)
        : m_line(line)
    {
    }

    /// False at the end, or where the line is not logfmt: fault() then says why.
    bool next(LogfmtPair& pair);
    /// A literal; null when there is none.
    const char* fault() const { return m_fault; }

private:
    bool fail(const char* fault);
    bool takeQuoted(LogfmtPair& pair);
    bool takePlain(LogfmtPair& pair);

    std::string_view m_line;
    std::size_t m_at = 0;
    const char* m_fault = nullptr;
};

/// Appends the text that an escaped one stands for: `\n \t \r \" \\ \uXXXX`, as in JSON; any other
/// character after a backslash stands for itself.
void appendUnescaped(std::string_view escaped, std::string& out);

} // namespace weir
