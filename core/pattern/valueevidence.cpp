// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/valueevidence.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace weir {

namespace {

// How many different tokens it takes until their place is seen to hold a value.
constexpr std::size_t names = 2;
constexpr std::size_t dotted = 3;
constexpr std::size_t words = 4;
constexpr std::size_t wordsAfterCue = 3;
/// What a message begins with tells what it is; and so does a word with hardly another one beside
/// it.
constexpr std::size_t openingWords = 12;
constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

constexpr std::size_t mostMembers = 16;
constexpr std::size_t mostPlaces = 32; ///< of a pattern that are watched
constexpr std::size_t mostCues = 256;

bool isText(const TokenTable& table, TokenId id, std::string_view text)
{
    return table.text(id) == text;
}

/// Where a value could stand that is not known as one yet. The key of `key=value` is none.
std::vector<std::size_t> placesOf(const TokenTable& table, std::span<const PatternToken> tokens)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < tokens.size() && places.size() < mostPlaces; ++i) {
        const bool isKey = i + 1 < tokens.size() && isText(table, tokens[i + 1].id, "=");
        const bool isMark = table.classOf(tokens[i].id).kind == TokenKind::Mark;
        if (!isKey && !isMark && tokens[i].id != wildcard)
            places.push_back(i);
    }
    return places;
}

/// Words beside the places.
std::size_t wordsLeft(const TokenTable& table, std::span<const PatternToken> tokens,
                      std::span<const std::size_t> places)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool isPlace = std::find(places.begin(), places.end(), i) != places.end();
        count += std::size_t{!isPlace && table.classOf(tokens[i].id).isWord};
    }
    return count;
}

/// What stands at the places of a family.
struct Standing
{
    bool areNames = true;
    bool areDotted = true;
    bool hasSwitch = false;
    bool hasMask = false; ///< one of them has nothing but values there
};

Standing standingOf(const PatternSet& patterns, std::span<const PatternId> members,
                    std::span<const std::size_t> places)
{
    Standing result;
    for (const PatternId member : members) {
        bool isMask = true;
        for (const std::size_t place : places) {
            const TokenId token = patterns.tokens(member)[place].id;
            const TokenClass& kind = patterns.table().classOf(token);
            isMask = isMask && (token == wildcard || kind.kind == TokenKind::Mask);
            result.areNames = result.areNames && kind.isName;
            result.areDotted = result.areDotted && kind.isDotted;
            result.hasSwitch = result.hasSwitch || kind.isSwitch;
        }
        result.hasMask = result.hasMask || isMask;
    }
    return result;
}

} // namespace

std::optional<TokenId> ValueEvidence::takeLearned()
{
    return std::exchange(m_learned, std::nullopt);
}

std::vector<PatternId> ValueEvidence::note(const PatternSet& patterns, PatternId id)
{
    const TokenTable& table = patterns.table();
    Family family{patterns.tokens(id), {0}, {}};
    std::vector<std::size_t> dottedPlaces;
    for (const std::size_t place : placesOf(table, family.tokens)) {
        family.places.front() = place;
        if (join(patterns, id, family))
            return family.members;
        if (table.classOf(family.tokens[place].id).isDotted)
            dottedPlaces.push_back(place);
    }
    // Names that change together: a class and its interface, a source and a target.
    if (dottedPlaces.size() < 2)
        return {};
    family.places = std::move(dottedPlaces);
    return join(patterns, id, family) ? family.members : std::vector<PatternId>();
}

std::uint64_t ValueEvidence::keyOf(const Family& family) const
{
    std::uint64_t key = m_hash(family.tokens.size(), family.places.size());
    auto place = family.places.begin();
    for (std::size_t i = 0; i < family.tokens.size(); ++i) {
        const bool varies = place != family.places.end() && *place == i;
        key = m_hash(key, number(varies ? wildcard : family.tokens[i].id));
        if (varies)
            ++place;
    }
    return key;
}

/// Makes the pattern a member; whether all members are one.
bool ValueEvidence::join(const PatternSet& patterns, PatternId id, Family& family)
{
    const std::uint64_t key = keyOf(family);
    auto found = m_families.find(key);
    if (found == m_families.end()) {
        if (m_families.size() < m_capacity)
            m_families.emplace(key, std::vector{id});
        return false;
    }
    auto& members = found->second;
    for (PatternId& member : members)
        member = patterns.current(member);
    // Two families of one hash would otherwise be taken for one.
    std::erase_if(members, [&](PatternId member) {
        return patterns.tokens(member).size() != family.tokens.size();
    });
    members.push_back(id);
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    family.members = members;
    if (members.size() > mostMembers)
        members.pop_back();
    return family.members.size() >= 2 && family.members.size() >= wanted(patterns, family);
}

/// How many members make a family one pattern.
std::size_t ValueEvidence::wanted(const PatternSet& patterns, const Family& family)
{
    const TokenTable& table = patterns.table();
    const auto left = wordsLeft(table, family.tokens, family.places);
    if (left == 0)
        return never;
    const Standing standing = standingOf(patterns, family.members, family.places);
    const std::size_t place = family.places.front();
    const bool isAssigned =
        family.places.size() == 1 && place > 0 && isText(table, family.tokens[place - 1].id, "=");
    if (standing.areNames || (standing.areDotted && (standing.hasMask || isAssigned)))
        return names;
    if (standing.areDotted)
        return dotted;
    if (standing.hasSwitch)
        return never;
    if (isAssigned)
        return words;
    if (place == 0 || left < 2)
        return openingWords;
    return wantedAfter(table, family.tokens[place - 1].id, family.members.size(), standing.hasMask);
}

/// How many words make their place one, after this token.
std::size_t ValueEvidence::wantedAfter(const TokenTable& table, TokenId before, std::size_t members,
                                       bool hasMask)
{
    if (m_cues.contains(before))
        return hasMask ? names : wordsAfterCue;
    const TokenClass& kind = table.classOf(before);
    const bool isPlainWord = kind.kind == TokenKind::Piece && before != wildcard
        && table.text(before).find('0') == std::string_view::npos;
    if (members >= words && isPlainWord && m_cues.size() < mostCues) {
        m_cues.insert(before);
        m_learned = before;
    }
    return words;
}

} // namespace weir
