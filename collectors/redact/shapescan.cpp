// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/redact/shapescan.h"

#include "collectors/redact/chars.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace weir {

namespace {

constexpr std::size_t blockSize = 64;

/// Of 64 bytes: bit n is set where byte n is one of those. As few masks as tell enough, because each
/// costs as much as the other work on its block.
struct BlockMasks
{
    std::uint64_t rare = 0; ///< `@ A`
    std::uint64_t dot = 0;
    std::uint64_t nameEnd = 0; ///< `: =`
    std::uint64_t joint = 0; ///< `_ -`
    std::uint64_t digit = 0;
};

#ifdef __SSE2__

/// Precondition: 64 bytes can be read.
BlockMasks masksOf(const char* bytes)
{
    BlockMasks masks;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i text =
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + std::size_t{part} * 16));
        const auto add = [&](std::uint64_t& mask, __m128i matching) {
            mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(matching))}
                << (part * 16);
        };
        const auto is = [&](char c) { return _mm_cmpeq_epi8(text, _mm_set1_epi8(c)); };
        add(masks.rare, _mm_or_si128(is('@'), is('A')));
        add(masks.dot, is('.'));
        add(masks.nameEnd, _mm_or_si128(is(':'), is('=')));
        add(masks.joint, _mm_or_si128(is('_'), is('-')));
        // Unsigned c - '0' <= 9.
        const __m128i fromZero = _mm_sub_epi8(text, _mm_set1_epi8('0'));
        add(masks.digit, _mm_cmpeq_epi8(_mm_min_epu8(fromZero, _mm_set1_epi8(9)), fromZero));
    }
    return masks;
}

#else

BlockMasks masksOf(const char* bytes)
{
    BlockMasks masks;
    for (std::size_t i = 0; i < blockSize; ++i) {
        const char c = bytes[i];
        const auto add = [&](std::uint64_t& mask, bool isOne) { mask |= std::uint64_t{isOne} << i; };
        add(masks.rare, c == '@' || c == 'A');
        add(masks.dot, c == '.');
        add(masks.nameEnd, c == ':' || c == '=');
        add(masks.joint, c == '_' || c == '-');
        add(masks.digit, chars::isDigit(c));
    }
    return masks;
}

#endif

/// For a letter the ones that may stand before it, one bit each.
using Pairs = std::array<std::uint32_t, 256>;

constexpr std::uint32_t letter(char c)
{
    return std::uint32_t{1} << (static_cast<unsigned>(c) & 31U);
}

/// How names of secrets end: `password` and `pwd`, `secret`, `passphrase`, `token` and
/// `authorization`, `…key`, in either case; and what may stand between a name and its colon.
constexpr Pairs nameEnds = [] {
    Pairs pairs{};
    const auto add = [&](char last, std::uint32_t before) {
        pairs[static_cast<unsigned char>(last)] = before;
        pairs[static_cast<unsigned char>(last - 0x20)] = before;
    };
    add('d', letter('r') | letter('w'));
    add('t', letter('e'));
    add('y', letter('e'));
    add('e', letter('s'));
    add('n', letter('e') | letter('o'));
    for (const char c : {' ', '\\', '\'', '"'})
        pairs[static_cast<unsigned char>(c)] = ~std::uint32_t{0};
    return pairs;
}();

/// What stands before the first `_` or `-` of a token: `ghp_` and its like, `npm_`, `sk_`, `rk_`,
/// `pk_`, `hf_`, `github_pat_`; `glpat-`, `xoxb-` and its like, `sk-`.
constexpr Pairs prefixEnds = [] {
    Pairs pairs{};
    for (const char c : {'p', 'o', 'u', 's', 'r'})
        pairs[static_cast<unsigned char>(c)] = letter('h');
    for (const char c : {'b', 'p', 'a', 'r', 's'})
        pairs[static_cast<unsigned char>(c)] |= letter('x');
    pairs['m'] = letter('p');
    pairs['k'] = letter('s') | letter('r') | letter('p');
    pairs['f'] = letter('h');
    pairs['b'] |= letter('u');
    pairs['t'] = letter('a');
    return pairs;
}();

bool fits(const Pairs& pairs, char before, char last)
{
    return (pairs[static_cast<unsigned char>(last)] & letter(before)) != 0;
}

/// Cheap, and true wherever a name of a secret ends before the byte at `at`.
bool mayEndName(std::string_view text, std::size_t at)
{
    if (at < 3)
        return false;
    const std::size_t end = at - (text[at - 1] == '"' ? 1 : 0);
    return fits(nameEnds, text[end - 2], text[end - 1]);
}

bool mayEndPrefix(std::string_view text, std::size_t at)
{
    return at >= 2 && fits(prefixEnds, text[at - 2], text[at - 1]);
}

bool mayBeCard(std::string_view text, std::size_t at)
{
    const char first = text[at];
    if (first < '2' || first > '6' || (at > 0 && chars::isAlnum(text[at - 1])))
        return false;
    return first != '2' || (at + 1 < text.size() && text[at + 1] >= '2' && text[at + 1] <= '7');
}

/// Finds the bytes of one block where matchAt() is worth its cost: hardly any in most messages. What
/// stands beyond the block is taken for whatever would be a reason to look.
class Places final
{
public:
    Places(std::string_view text, std::size_t block, const BlockMasks& masks, bool followsDigit)
        : m_text(text)
        , m_block(block)
        , m_masks(masks)
        , m_followsDigit(followsDigit)
    {
    }

    std::uint64_t find(ShapeSet shapes)
    {
        m_found = m_masks.rare;
        if (shapes.has(Shape::Jwt))
            add(m_masks.dot, [](std::string_view text, std::size_t at) {
                return at + 1 < text.size() && text[at + 1] == 'e';
            });
        if (shapes.has(Shape::Ip))
            addAddresses();
        if (shapes.has(Shape::Password) || shapes.has(Shape::Token) || shapes.has(Shape::Key))
            add(m_masks.nameEnd, mayEndName);
        if (shapes.has(Shape::Token) || shapes.has(Shape::Key))
            add(m_masks.joint, mayEndPrefix);
        if (shapes.has(Shape::Key)) // -----BEGIN
            m_found |= m_masks.joint & (m_masks.joint >> 1 | top(1)) & (m_masks.joint >> 2 | top(2));
        if (shapes.has(Shape::Card))
            add(longRows(), mayBeCard);
        return m_found;
    }

private:
    static std::uint64_t top(unsigned bits) { return ~std::uint64_t{0} << (blockSize - bits); }

    template<typename Test>
    void add(std::uint64_t mask, Test test)
    {
        for (; mask != 0; mask &= mask - 1) {
            const auto bit = static_cast<unsigned>(std::countr_zero(mask));
            m_found |= std::uint64_t{test(m_text, m_block + bit)} << bit;
        }
    }

    /// A dot between digits with another one soon; a colon with another one soon.
    void addAddresses()
    {
        const std::uint64_t before = m_masks.digit << 1 | 1U;
        const std::uint64_t after = m_masks.digit >> 1 | top(1);
        const std::uint64_t dots =
            m_masks.dot >> 2 | m_masks.dot >> 3 | m_masks.dot >> 4 | top(4);
        m_found |= m_masks.dot & before & after & dots;
        const std::uint64_t colons = m_masks.nameEnd >> 1 | m_masks.nameEnd >> 2
            | m_masks.nameEnd >> 3 | m_masks.nameEnd >> 4 | m_masks.nameEnd >> 5 | top(5);
        m_found |= m_masks.nameEnd & colons;
    }

    /// Where rows of at least four digits begin.
    std::uint64_t longRows() const
    {
        const std::uint64_t two = m_masks.digit & (m_masks.digit >> 1 | top(1));
        const std::uint64_t four = two & (two >> 2 | top(2));
        return four & ~(m_masks.digit << 1 | std::uint64_t{m_followsDigit});
    }

    const std::string_view m_text;
    const std::size_t m_block;
    const BlockMasks& m_masks;
    const bool m_followsDigit;
    std::uint64_t m_found = 0;
};

} // namespace

void scanShapes(std::string_view text, ShapeSet shapes, std::vector<ShapeMatch>& matches)
{
    std::array<char, blockSize> last{};
    std::size_t floor = 0;
    bool followsDigit = false;
    for (std::size_t block = 0; block < text.size(); block += blockSize) {
        const std::string_view rest = text.substr(block);
        if (rest.size() < blockSize)
            std::copy(rest.begin(), rest.end(), last.begin());
        const BlockMasks masks = masksOf(rest.size() < blockSize ? last.data() : rest.data());
        std::uint64_t places = Places(text, block, masks, followsDigit).find(shapes);
        followsDigit = (masks.digit >> (blockSize - 1)) != 0;
        for (; places != 0; places &= places - 1) {
            const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(places));
            if (at < floor)
                continue;
            if (const auto match = matchAt(text, at, floor, shapes)) {
                matches.push_back(*match);
                floor = match->to;
            }
        }
    }
}

} // namespace weir
