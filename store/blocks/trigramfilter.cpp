// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/trigramfilter.h"

#include "store/blocks/texttemplate.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <vector>

namespace weir {

namespace {

/// More bits set than one in so many, and the filter is not halved.
constexpr std::size_t sparseness = 6;
constexpr std::string_view idBytes = "abcdef-"; ///< digits left out

char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether trigrams with this byte are left out.
bool isLeftOut(char c)
{
    return (c >= '0' && c <= '9') || c == ' ';
}

std::uint32_t trigramOf(char a, char b, char c)
{
    return std::uint32_t{static_cast<unsigned char>(a)} << 16U
        | std::uint32_t{static_cast<unsigned char>(b)} << 8U | static_cast<unsigned char>(c);
}

/// The lowest bits of it are the place, whatever the size of the filter.
std::uint32_t hashOf(std::uint32_t trigram)
{
    return (trigram * 0x9E3779B1U) >> 16U;
}

/// Calls `visit(trigram)` for each that counts, until it says false; whether it never did.
template<typename Visit>
bool forEachTrigram(std::string_view text, Visit visit)
{
    std::size_t run = 0; ///< bytes that count, up to here
    for (std::size_t i = 0; i < text.size(); ++i) {
        run = isLeftOut(text[i]) ? 0 : run + 1;
        if (run >= 3 && !visit(trigramOf(fold(text[i - 2]), fold(text[i - 1]), fold(text[i]))))
            return false;
    }
    return true;
}

} // namespace

TrigramSet::TrigramSet()
    : m_bits(mostBytes, '\0')
{
}

void TrigramSet::addBits(std::uint32_t trigram)
{
    const std::uint32_t hash = hashOf(trigram);
    char& byte = m_bits[hash / 8 % mostBytes];
    byte = static_cast<char>(static_cast<unsigned char>(byte) | 1U << hash % 8);
}

void TrigramSet::add(std::string_view text)
{
    forEachTrigram(text, [this](std::uint32_t trigram) {
        addBits(trigram);
        return true;
    });
}

/// Every trigram whose bytes are one of these each.
void TrigramSet::addWindow(const std::array<std::string_view, 3>& choices)
{
    for (const char a : choices[0]) {
        for (const char b : choices[1]) {
            for (const char c : choices[2])
                addBits(trigramOf(fold(a), fold(b), fold(c)));
        }
    }
}

void TrigramSet::addPattern(std::string_view pattern)
{
    // What can stand in each place; nothing where every trigram is left out.
    std::vector<std::string_view> places;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (!isMarker(pattern[at])) {
            places.push_back(isLeftOut(pattern[at]) ? std::string_view() : pattern.substr(at, 1));
            continue;
        }
        const auto kind = static_cast<VariableKind>(pattern[at]);
        at += hasDetail(kind) ? 1U : 0U;
        if (kind == VariableKind::Hex || kind == VariableKind::Uuid)
            places.insert(places.end(), 2, idBytes);
        else
            places.emplace_back(); // begins and ends with a digit, or a blank is beside it
        if (places.back() == idBytes && !m_hasIds) {
            m_hasIds = true;
            addWindow({idBytes, idBytes, idBytes});
        }
    }
    for (std::size_t i = 2; i < places.size(); ++i)
        addWindow({places[i - 2], places[i - 1], places[i]});
}

std::string TrigramSet::filter() const
{
    std::string bits = m_bits;
    const auto count = [](const std::string& of) {
        return std::accumulate(of.begin(), of.end(), std::size_t{0}, [](std::size_t sum, char c) {
            return sum + static_cast<std::size_t>(std::popcount(static_cast<unsigned char>(c)));
        });
    };
    while (bits.size() > 1) {
        std::string half = bits.substr(0, bits.size() / 2);
        for (std::size_t i = 0; i < half.size(); ++i)
            half[i] = static_cast<char>(half[i] | bits[half.size() + i]);
        if (count(half) * sparseness > half.size() * 8)
            break;
        bits = std::move(half);
    }
    return bits;
}

bool mayHoldText(std::string_view filter, std::string_view needle)
{
    if (!std::has_single_bit(filter.size()))
        return true;
    return forEachTrigram(needle, [filter](std::uint32_t trigram) {
        const std::uint32_t hash = hashOf(trigram);
        const std::uint32_t byte =
            static_cast<unsigned char>(filter[hash / 8 & (filter.size() - 1)]);
        return (byte >> hash % 8 & 1U) != 0;
    });
}

} // namespace weir
