// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/tracerules.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

namespace {

using namespace std::string_view_literals;

std::string_view trimmed(std::string_view line)
{
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

bool isIndented(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

bool isTraceback(std::string_view line)
{
    return line.starts_with("Traceback (most recent call last):");
}

bool isChain(std::string_view line)
{
    return line.starts_with("During handling of the above exception")
        || line.starts_with("The above exception was the direct cause");
}

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '$';
}

/// `java.lang.IllegalStateException: why`, `com.example.Broken$Error`
bool namesJavaException(std::string_view line)
{
    const auto end = std::find_if_not(line.begin(), line.end(),
                                      [](char c) { return isWordCharacter(c) || c == '.'; });
    const std::string_view name(line.begin(), end);
    if (name.find('.') == std::string_view::npos || (end != line.end() && *end != ':'))
        return false;
    static constexpr std::array endings{"Exception"sv, "Error"sv, "Throwable"sv};
    return std::any_of(endings.begin(), endings.end(),
                       [name](std::string_view ending) { return name.ends_with(ending); });
}

/// `goroutine 17 [chan receive, 5 minutes]:`
bool isGoroutine(std::string_view line)
{
    return line.starts_with("goroutine ") && line.ends_with("]:");
}

bool startsGoPanic(std::string_view line)
{
    static constexpr std::array heads{"panic: "sv, "fatal error: "sv, "SIGQUIT: "sv,
                                      "http: panic serving "sv, "unexpected fault address "sv};
    return std::any_of(heads.begin(), heads.end(),
                       [line](std::string_view head) { return line.starts_with(head); });
}

} // namespace

void TraceRules::begin(std::string_view line)
{
    line = trimmed(line);
    *this = {};
    m_isBlank = line.empty();
    m_isPanic = startsGoPanic(line);
    m_isObject = line.starts_with('{');
    m_isComplete = m_isObject && line.size() > 1 && line.ends_with('}');
    m_hasException = namesJavaException(line) || line.starts_with("Exception in thread ");
    if (isTraceback(line))
        m_block = Block::PythonStack;
    else if (isGoroutine(line))
        m_block = Block::Go;
}

TraceRules::Verdict TraceRules::next(std::string_view line)
{
    line = trimmed(line);
    if (m_isBlank || m_isComplete)
        return Verdict::Begins;
    if (line.empty()) {
        const bool mayGoOn = m_block == Block::PythonEnd || m_block == Block::Go || m_isPanic;
        if (!mayGoOn || std::exchange(m_afterBlank, true))
            return Verdict::Begins;
        return Verdict::Perhaps;
    }
    const bool goesOn = continues(line);
    m_afterBlank = false;
    return goesOn ? Verdict::Continues : Verdict::Begins;
}

bool TraceRules::continues(std::string_view line)
{
    if (m_afterBlank) {
        // Only what cannot be anything else.
        if (isGoroutine(line)) {
            m_block = Block::Go;
            return true;
        }
        if (m_block == Block::PythonEnd && isChain(line))
            return true;
        if (m_block == Block::PythonEnd && isTraceback(line)) {
            m_block = Block::PythonStack;
            return true;
        }
        return false;
    }
    if (isTraceback(line)) {
        const bool isFirst = m_block == Block::None || m_block == Block::PythonEnd;
        m_block = Block::PythonStack;
        return isFirst;
    }
    if (isIndented(line))
        return true;
    if (m_block == Block::PythonStack) {
        m_block = Block::PythonEnd; // the line that names the exception
        return true;
    }
    if (isGoroutine(line)) {
        m_block = Block::Go;
        return true;
    }
    if (m_block == Block::Go)
        return goesOnWithGo(line);
    if (m_isPanic && line.starts_with("[signal "))
        return true;
    if (m_isObject && line == "}") {
        m_isComplete = true;
        return true;
    }
    if (line.starts_with("Caused by: ") || line.starts_with("Suppressed: ")
        || line.starts_with("--- End of stack trace from previous location"))
        return true;
    return namesJavaException(line) && !std::exchange(m_hasException, true);
}

bool TraceRules::goesOnWithGo(std::string_view line) const
{
    return line.ends_with(')') || line.starts_with("created by ")
        || line.starts_with("...additional frames elided") || line.starts_with("exit status ");
}

} // namespace weir
