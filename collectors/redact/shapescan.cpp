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
    std::uint64_t dot = 0;
    std::uint64_t colon = 0;
    std::uint64_t other = 0; ///< `@ A = _ -`
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
        add(masks.dot, is('.'));
        add(masks.colon, is(':'));
        add(masks.other,
            _mm_or_si128(_mm_or_si128(_mm_or_si128(is('@'), is('A')), is('=')),
                         _mm_or_si128(is('_'), is('-'))));
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
        add(masks.dot, c == '.');
        add(masks.colon, c == ':');
        add(masks.other, c == '@' || c == 'A' || c == '=' || c == '_' || c == '-');
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

/// A digit that a card can begin with, behind anything but a letter or a digit.
constexpr Pairs cardStarts = [] {
    Pairs pairs{};
    for (unsigned c = 0; c < pairs.size(); ++c) {
        const char before = static_cast<char>(c);
        const bool isAlnum = (before >= '0' && before <= '9') || (before >= 'a' && before <= 'z')
            || (before >= 'A' && before <= 'Z');
        for (const char digit : {'2', '3', '4', '5', '6'})
            pairs[c] |= isAlnum ? 0 : letter(digit);
    }
    return pairs;
}();

constexpr Pairs always = [] {
    Pairs pairs{};
    pairs.fill(~std::uint32_t{0});
    return pairs;
}();

/// For a byte that may tell: which two bytes before it decide whether to look, without a branch, which
/// would mostly be guessed wrong.
struct Look
{
    const Pairs* pairs = nullptr;
    std::uint8_t first = 2; ///< so many bytes back stands the first of the pair
    std::uint8_t last = 1;
    std::uint8_t skipsQuote = 0; ///< a quote before it does not count
};

constexpr std::array<Look, 256> looks = [] {
    std::array<Look, 256> table{};
    table.fill({&always, 0, 0, 0});
    for (const char c : {':', '='})
        table[static_cast<unsigned char>(c)] = {&nameEnds, 2, 1, 1};
    for (const char c : {'_', '-'})
        table[static_cast<unsigned char>(c)] = {&prefixEnds, 2, 1, 0};
    for (const char c : {'2', '3', '4', '5', '6'})
        table[static_cast<unsigned char>(c)] = {&cardStarts, 0, 1, 0};
    return table;
}();

/// Whether a name of a secret, or a token's prefix, ends at this byte, or a card may begin. `bytes`
/// points at it; three bytes before it can be read.
bool mayTell(const char* bytes)
{
    const Look& look = looks[static_cast<unsigned char>(*bytes)];
    const char* at = bytes - (look.skipsQuote & static_cast<unsigned>(bytes[-1] == '"'));
    return ((*look.pairs)[static_cast<unsigned char>(at[-look.last])] & letter(at[-look.first])) != 0;
}

constexpr std::uint64_t top(unsigned bits)
{
    return ~std::uint64_t{0} << (blockSize - bits);
}

/// Three dots, each not far from the next. What lies beyond the block is taken for what is missing.
std::uint64_t addressDots(std::uint64_t dots)
{
    const auto followed = [&](std::uint64_t by) {
        return dots & (by >> 2 | by >> 3 | by >> 4 | top(4));
    };
    return followed(followed(dots));
}

/// Two colons together, or at least four not far from each other: a time of day has two.
std::uint64_t addressColons(std::uint64_t colons)
{
    const auto followed = [&](std::uint64_t by) {
        return colons & (by >> 2 | by >> 3 | by >> 4 | by >> 5 | top(5));
    };
    return (colons & (colons >> 1 | top(1))) | followed(followed(followed(colons)));
}

/// Where rows of at least four digits begin.
std::uint64_t longRows(std::uint64_t digits, bool followsDigit)
{
    const std::uint64_t two = digits & (digits >> 1 | top(1));
    const std::uint64_t four = two & (two >> 2 | top(2));
    return four & ~(digits << 1 | std::uint64_t{followsDigit});
}

/// What of a set of shapes decides where to look.
struct Wanted
{
    explicit Wanted(ShapeSet shapes)
        : hasNames(shapes.has(Shape::Password) || shapes.has(Shape::Token) || shapes.has(Shape::Key))
        , hasIp(shapes.has(Shape::Ip))
        , hasJwt(shapes.has(Shape::Jwt))
        , hasCard(shapes.has(Shape::Card))
        , hasKey(shapes.has(Shape::Key))
    {
    }

    const bool hasNames;
    const bool hasIp;
    const bool hasJwt;
    const bool hasCard;
    const bool hasKey;
};

/// The bytes of a block where matchAt() is worth its cost: hardly any in most messages.
std::uint64_t placesOf(std::string_view text, std::size_t block, const BlockMasks& masks,
                       bool followsDigit, const Wanted& wanted)
{
    std::uint64_t found = 0;
    if (wanted.hasIp)
        found |= addressDots(masks.dot) | addressColons(masks.colon);
    if (wanted.hasKey) { // -----BEGIN
        const std::uint64_t m = masks.other;
        found |= m & (m >> 1 | top(1)) & (m >> 2 | top(2)) & (m >> 3 | top(3));
    }
    std::uint64_t asked = masks.other | (wanted.hasNames ? masks.colon : 0)
        | (wanted.hasCard ? longRows(masks.digit, followsDigit) : 0);
    if (block == 0) { // with nothing before them to read
        found |= asked & 7U;
        asked &= ~std::uint64_t{7};
    }
    for (; asked != 0; asked &= asked - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(asked));
        found |= std::uint64_t{mayTell(text.data() + block + bit)} << bit;
    }
    for (std::uint64_t dots = wanted.hasJwt ? masks.dot : 0; dots != 0; dots &= dots - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(dots));
        const std::size_t next = block + bit + 1;
        found |= std::uint64_t{next < text.size() && text[next] == 'e'} << bit;
    }
    return found;
}

} // namespace

void scanShapes(std::string_view text, ShapeSet shapes, std::vector<ShapeMatch>& matches)
{
    const Wanted wanted(shapes);
    std::array<char, blockSize> last{};
    std::size_t floor = 0;
    bool followsDigit = false;
    for (std::size_t block = 0; block < text.size(); block += blockSize) {
        const std::string_view rest = text.substr(block);
        if (rest.size() < blockSize)
            std::copy(rest.begin(), rest.end(), last.begin());
        const BlockMasks masks = masksOf(rest.size() < blockSize ? last.data() : rest.data());
        std::uint64_t places = placesOf(text, block, masks, followsDigit, wanted);
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
