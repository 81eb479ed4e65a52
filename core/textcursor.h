// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads from the front of a text by hand, without a stream or an allocation: a time is read for every
/// event. The text outlives the cursor; a copy remembers a place to come back to.
/// Precondition of skip(): count <= left().
class TextCursor final
{
public:
    explicit TextCursor(std::string_view text)
        : m_begin(text.data())
        , m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }

    std::size_t length() const { return static_cast<std::size_t>(m_at - m_begin); }
    bool isAtEnd() const { return m_at == m_end; }
    std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    char peek(std::size_t ahead = 0) const { return ahead < left() ? m_at[ahead] : '\0'; }
    void skip(std::size_t count = 1) { m_at += count; }

    bool take(char wanted)
    {
        if (isAtEnd() || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    template<int count>
    bool takeNumber(int& number)
    {
        if (left() < count)
            return false;
        number = 0;
        for (int i = 0; i < count; ++i) {
            if (!isDigit(m_at[i]))
                return false;
            number = number * 10 + (m_at[i] - '0');
        }
        m_at += count;
        return true;
    }

    /// Digits up to something else; nothing when there is none or the number is too large.
    std::optional<std::uint64_t> takeInteger()
    {
        if (!isDigit(peek()))
            return std::nullopt;
        std::uint64_t number = 0;
        for (; isDigit(peek()); ++m_at) {
            const auto digit = static_cast<std::uint64_t>(*m_at - '0');
            if (__builtin_mul_overflow(number, std::uint64_t{10}, &number)
                || __builtin_add_overflow(number, digit, &number))
                return std::nullopt;
        }
        return number;
    }

    bool takeWord(std::string_view word)
    {
        if (std::string_view(m_at, left()).substr(0, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

private:
    const char* m_begin;
    const char* m_at;
    const char* m_end;
};

} // namespace weir
