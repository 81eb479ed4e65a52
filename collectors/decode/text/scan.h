// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textcursor.h"
#include "core/timepoint.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace weir {

/// Takes a line apart from its front. The text outlives it; a copy remembers a place to come back
/// to.
class Scan final
{
public:
    explicit Scan(std::string_view text)
        : m_rest(text)
    {
    }

    std::string_view rest() const { return m_rest; }
    bool isAtEnd() const { return m_rest.empty(); }
    char peek() const { return m_rest.empty() ? '\0' : m_rest.front(); }
    /// Precondition: count <= rest().size().
    void skip(std::size_t count) { m_rest.remove_prefix(count); }

    bool take(std::string_view literal)
    {
        if (!m_rest.starts_with(literal))
            return false;
        m_rest.remove_prefix(literal.size());
        return true;
    }

    /// Blanks, at least `least`.
    bool takeSpaces(std::size_t least = 1)
    {
        std::size_t count = 0;
        while (count < m_rest.size() && m_rest[count] == ' ')
            ++count;
        m_rest.remove_prefix(count);
        return count >= least;
    }

    /// What stands before `end`, which is taken too. False, and nothing taken, when it does not
    /// come on this line.
    bool takeUntil(std::string_view end, std::string_view& part)
    {
        const std::size_t at = m_rest.find(end);
        if (at == std::string_view::npos
            || m_rest.substr(0, at).find('\n') != std::string_view::npos)
            return false;
        part = m_rest.substr(0, at);
        m_rest.remove_prefix(at + end.size());
        return true;
    }

    /// What stands before the next blank or the end; not empty. The blank stays.
    bool takeWord(std::string_view& word)
    {
        std::size_t size = 0;
        while (size < m_rest.size() && m_rest[size] != ' ' && m_rest[size] != '\t'
               && m_rest[size] != '\n')
            ++size;
        word = m_rest.substr(0, size);
        m_rest.remove_prefix(word.size());
        return !word.empty();
    }

    /// Digits; not empty.
    bool takeDigits(std::string_view& digits)
    {
        std::size_t count = 0;
        while (count < m_rest.size() && m_rest[count] >= '0' && m_rest[count] <= '9')
            ++count;
        digits = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return count > 0;
    }

    /// By one of the functions of linetime.h.
    std::optional<TimePoint> takeTime(std::optional<TimePoint> (*reader)(TextCursor&))
    {
        TextCursor cursor(m_rest);
        const auto time = reader(cursor);
        if (time)
            m_rest.remove_prefix(cursor.length());
        return time;
    }
    std::optional<TimePoint> takeTime(std::optional<TimePoint> (*reader)(TextCursor&, TimePoint),
                                      TimePoint now)
    {
        TextCursor cursor(m_rest);
        const auto time = reader(cursor, now);
        if (time)
            m_rest.remove_prefix(cursor.length());
        return time;
    }

private:
    std::string_view m_rest;
};

} // namespace weir
