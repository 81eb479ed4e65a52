// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/skeleton.h"

#include "core/textcursor.h"
#include "core/textspan.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t leastId = 8; ///< shorter ones are rather a word beside a number
constexpr std::size_t mostId = 255;
constexpr std::size_t uuidLength = 36;

constexpr bool isHexLetter(char c)
{
    return c >= 'a' && c <= 'f';
}

constexpr bool isHex(char c)
{
    return isDigit(c) || isHexLetter(c);
}

bool isUuid(std::string_view text)
{
    if (text.size() < uuidLength || (text.size() > uuidLength && isHex(text[uuidLength])))
        return false;
    for (std::size_t i = 0; i < uuidLength; ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text[i]))
            return false;
    }
    return true;
}

/// Goes from value to value. Linear: no byte is looked at more than a few times.
class ValueFinder final
{
public:
    explicit ValueFinder(std::string_view message)
        : m_message(message)
    {
    }

    /// Nothing at the end of the message when there is no more.
    TextSpan next()
    {
        std::size_t at = m_at;
        while (at < m_message.size() && !isDigit(m_message[at]))
            ++at;
        TextSpan value{at, 0};
        if (at < m_message.size() && at >= m_refusedEnd)
            value = idAround(at);
        if (value.length == 0) {
            value.offset = at;
            while (at < m_message.size() && isDigit(m_message[at]))
                ++at;
            value.length = at - value.offset;
        }
        m_at = value.offset + value.length;
        return value;
    }

private:
    TextSpan idAround(std::size_t at)
    {
        std::size_t begin = at;
        while (begin > m_at && isHex(m_message[begin - 1]))
            --begin;
        std::size_t end = at;
        while (end < m_message.size() && isHex(m_message[end]))
            ++end;
        m_refusedEnd = end;
        const auto run = m_message.substr(begin, end - begin);
        if (run.size() == leastId && isUuid(m_message.substr(begin)))
            return {begin, uuidLength};
        const bool isId = run.size() >= leastId && run.size() <= mostId
            && std::any_of(run.begin(), run.end(), isHexLetter);
        return {begin, isId ? run.size() : 0};
    }

    const std::string_view m_message;
    std::size_t m_at = 0; ///< behind the value before
    std::size_t m_refusedEnd = 0; ///< of a run that is no id, so that none is walked twice
};

} // namespace

void Skeleton::assign(std::string_view message)
{
    clear();
    ValueFinder values(message);
    for (std::size_t at = 0; at < message.size() && !m_isCut;) {
        const TextSpan value = values.next();
        append(message.substr(at, value.offset - at));
        if (value.length > 0)
            addValue();
        at = value.offset + value.length;
    }
}

void Skeleton::clear()
{
    m_text.clear();
    m_isCut = false;
}

void Skeleton::addValue()
{
    if (m_text.empty() || m_text.back() != '0')
        append("0");
}

void Skeleton::addText(std::string_view text)
{
    while (!text.empty()) {
        const auto* const digit = std::find_if(text.begin(), text.end(), isDigit);
        append(text.substr(0, static_cast<std::size_t>(digit - text.begin())));
        if (digit == text.end())
            return;
        addValue();
        text.remove_prefix(static_cast<std::size_t>(digit - text.begin()) + 1);
    }
}

void Skeleton::append(std::string_view text)
{
    if (m_isCut)
        return;
    m_isCut = text.size() > m_longest - m_text.size();
    m_text.append(text.substr(0, m_longest - m_text.size()));
}

std::vector<std::size_t> Skeleton::offsetsIn(std::string_view message) const
{
    std::vector<std::size_t> offsets;
    offsets.reserve(m_text.size() + 1);
    ValueFinder values(message);
    std::size_t at = 0;
    while (offsets.size() < m_text.size()) {
        const TextSpan value = values.next();
        while (at < value.offset && offsets.size() < m_text.size())
            offsets.push_back(at++);
        if (offsets.size() == m_text.size() || value.length == 0)
            break;
        offsets.push_back(at);
        at += value.length;
    }
    offsets.push_back(at);
    return offsets;
}

} // namespace weir
