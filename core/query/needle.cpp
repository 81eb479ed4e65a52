// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/needle.h"

#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace weir {

namespace {

constexpr bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

constexpr char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How common a byte is in logs and JSON, roughly; 0 for the rare ones.
std::size_t commonness(char c)
{
    constexpr std::string_view commonestFirst = "\"e,:0t1a2 oins-r3l5dc4_76m8p9u.{}ghvyf/";
    const std::size_t at = commonestFirst.find(c);
    return at == std::string_view::npos ? 0 : commonestFirst.size() - at;
}

#if defined(__SSE2__)
/// Letters differ by this bit from their other case, and no other byte becomes a letter by it.
__m128i caseBit(char c)
{
    return _mm_set1_epi8(isLower(c) ? 0x20 : 0);
}

__m128i load(const char* from)
{
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
#endif

} // namespace

Needle::Needle(std::string_view text)
    : m_folded(text)
{
    for (char& c : m_folded)
        c = fold(c);
    for (std::size_t i = 1; i < m_folded.size(); ++i) {
        if (commonness(m_folded[i]) < commonness(m_folded[m_first]))
            m_first = i;
    }
    m_second = m_first == 0 && size() > 1 ? 1 : 0;
    for (std::size_t i = 0; i < m_folded.size(); ++i) {
        if (i != m_first && commonness(m_folded[i]) < commonness(m_folded[m_second]))
            m_second = i;
    }
}

bool Needle::standsAt(const char* place) const
{
    for (std::size_t i = 0; i < m_folded.size(); ++i) {
        if (fold(place[i]) != m_folded[i])
            return false;
    }
    return true;
}

/// Calls `found(place)` until it returns false.
template<typename Found>
void Needle::scan(std::string_view text, std::size_t from, Found found) const
{
    if (text.size() < size() || from > text.size() - size())
        return;
    const std::size_t end = text.size() - size() + 1;
    std::size_t at = from;
#if defined(__SSE2__)
    const __m128i first = _mm_set1_epi8(m_folded[m_first]);
    const __m128i firstCase = caseBit(m_folded[m_first]);
    const __m128i second = _mm_set1_epi8(m_folded[m_second]);
    const __m128i secondCase = caseBit(m_folded[m_second]);
    for (; end - at >= 16; at += 16) {
        const __m128i ones = _mm_or_si128(load(text.data() + at + m_first), firstCase);
        const __m128i twos = _mm_or_si128(load(text.data() + at + m_second), secondCase);
        const __m128i both =
            _mm_and_si128(_mm_cmpeq_epi8(ones, first), _mm_cmpeq_epi8(twos, second));
        auto bits = static_cast<unsigned>(_mm_movemask_epi8(both));
        for (; bits != 0; bits &= bits - 1) {
            const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(bits));
            if (standsAt(text.data() + place) && !found(place))
                return;
        }
    }
#endif
    for (; at < end; ++at) {
        if (standsAt(text.data() + at) && !found(at))
            return;
    }
}

std::size_t Needle::find(std::string_view text, std::size_t from) const
{
    if (isEmpty())
        return from <= text.size() ? from : std::string_view::npos;
    std::size_t place = std::string_view::npos;
    scan(text, from, [&place](std::size_t at) {
        place = at;
        return false;
    });
    return place;
}

std::vector<std::uint32_t> Needle::findAll(std::string_view text) const
{
    std::vector<std::uint32_t> places;
    scan(text, 0, [&places](std::size_t at) {
        places.push_back(static_cast<std::uint32_t>(at));
        return true;
    });
    return places;
}

} // namespace weir
