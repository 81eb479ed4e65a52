// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternminer.h"

#include "core/pattern/tokenizer.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::string_view variablePart = "<*>";
constexpr std::size_t rememberedSkeletons = std::size_t{1} << 15;

/// The values of a message, in its own bytes instead of its skeleton's.
class SpanList final
{
public:
    explicit SpanList(const std::vector<std::size_t>& offsets)
        : m_offsets(offsets)
    {
    }

    void add(MaskSpan span)
    {
        const std::size_t begin = m_offsets[span.begin];
        const std::size_t end = m_offsets[span.end];
        if (begin < end)
            m_spans.push_back({begin, end - begin});
    }

    std::vector<TextSpan> take() { return std::move(m_spans); }

private:
    const std::vector<std::size_t>& m_offsets;
    std::vector<TextSpan> m_spans;
};

} // namespace

PatternMiner::PatternMiner(const PatternLimits& limits)
    : m_limits(limits)
    , m_hash(SeededHash::withRandomSeed())
    , m_patterns(m_hash, limits)
    , m_evidence(m_hash, limits.families)
    , m_recent(rememberedSkeletons)
    , m_skeleton(limits.messageBytes)
{
}

PatternId PatternMiner::add(std::string_view message)
{
    m_skeleton.assign(message);
    const std::uint64_t hash = m_hash(m_skeleton.text()) + (m_skeleton.isCut() ? 1 : 0);
    // One place for each, so that neither its size nor a look-up depends on what producers send.
    Remembered& recent = m_recent[hash % m_recent.size()];
    if (recent.skeleton != hash || hash == 0) {
        tokenize(m_skeleton.text(), m_skeleton.isCut(), m_limits.messageTokens, m_message);
        recent = {hash, mine()};
    }
    return m_patterns.current(recent.id);
}

PatternId PatternMiner::addForm(std::string_view form)
{
    m_message.readForm(form);
    return m_patterns.current(mine());
}

PatternId PatternMiner::findForm(std::string_view form)
{
    m_message.readForm(form);
    m_patterns.makeKey(m_message, m_key);
    return m_patterns.find(m_key).value_or(catchAllPattern);
}

/// The pattern of the message at hand.
PatternId PatternMiner::mine()
{
    m_patterns.makeKey(m_message, m_key);
    if (const auto found = m_patterns.find(m_key))
        return *found;
    const auto created = create();
    if (!created)
        return catchAllPattern;
    generalise(*created);
    return *created;
}

std::optional<PatternId> PatternMiner::create()
{
    std::vector<PatternToken> tokens;
    tokens.reserve(m_message.size());
    for (std::size_t i = 0; i < m_message.size(); ++i) {
        const auto id = m_patterns.table().add(m_message.text(i));
        if (!id)
            return std::nullopt;
        tokens.push_back({*id, m_message.isSpaced(i)});
    }
    return m_patterns.add(tokens);
}

/// Makes one what has turned out to be one, beginning with what this pattern is evidence for.
void PatternMiner::generalise(PatternId id)
{
    std::vector<PatternId> waiting{id};
    while (!waiting.empty()) {
        const PatternId next = m_patterns.current(waiting.back());
        waiting.pop_back();
        const auto same = m_evidence.note(m_patterns, next);
        if (!same.empty()) {
            if (const auto merged = m_patterns.merge(same))
                waiting.push_back(*merged);
        }
        if (const auto word = m_evidence.takeLearned()) {
            const auto others = patternsWith(*word);
            waiting.insert(waiting.begin(), others.begin(), others.end());
        }
    }
}

std::vector<PatternId> PatternMiner::patternsWith(TokenId word) const
{
    std::vector<PatternId> found;
    for (std::uint32_t i = 0; i < m_patterns.size(); ++i) {
        const auto& tokens = m_patterns.tokens(PatternId{i});
        if (std::any_of(tokens.begin(), tokens.end(),
                        [word](const PatternToken& token) { return token.id == word; }))
            found.push_back(PatternId{i});
    }
    return found;
}

std::string PatternMiner::text(PatternId id) const
{
    const PatternId living = current(id);
    if (living == catchAllPattern)
        return std::string(variablePart);
    std::string text;
    for (const PatternToken& token : m_patterns.tokens(living)) {
        if (token.isSpaced && !text.empty())
            text.push_back(' ');
        if (token.id == wildcard)
            text.append(variablePart);
        for (const char c : m_patterns.table().text(token.id)) {
            if (c == '0')
                text.append(variablePart);
            else
                text.push_back(c);
        }
    }
    return text;
}

std::vector<TextSpan> PatternMiner::variableSpans(std::string_view message, PatternId id) const
{
    const PatternId living = current(id);
    if (living == catchAllPattern)
        return message.empty() ? std::vector<TextSpan>() : std::vector{TextSpan{0, message.size()}};
    Skeleton skeleton(m_limits.messageBytes);
    skeleton.assign(message);
    MessageTokens tokens;
    tokenize(skeleton.text(), skeleton.isCut(), m_limits.messageTokens, tokens);
    MessageKey key;
    m_patterns.makeKey(tokens, key);
    if (!m_patterns.fits(living, key))
        return {};

    auto offsets = skeleton.offsetsIn(message);
    if (skeleton.isCut())
        offsets.back() = message.size();
    SpanList spans(offsets);
    const auto& pattern = m_patterns.tokens(living);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (pattern[i].id == wildcard) {
            spans.add(tokens.place(i));
            continue;
        }
        for (const MaskSpan value : tokens.values(i))
            spans.add(value);
    }
    return spans.take();
}

} // namespace weir
