// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/pattern.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <cassert>

namespace weir {

namespace {

/// Shorter ones stand nearly everywhere.
constexpr int shortestAtom = 2;

RE2::Options options()
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{8} << 20);
    return options;
}

re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

/// RE2 lowers atoms by Unicode's rules, our search folds ASCII alone; so an atom is of use only
/// where both agree. Ignoring case, U+017F matches s and U+212A matches k.
bool isUsable(std::string_view atom, bool mayIgnoreCase)
{
    return std::none_of(atom.begin(), atom.end(), [mayIgnoreCase](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (mayIgnoreCase && (c == 'k' || c == 's'));
    });
}

} // namespace

std::optional<QueryError> checkPattern(std::string_view pattern)
{
    const RE2 expression(piece(pattern), options());
    if (expression.ok())
        return std::nullopt;
    const std::string& part = expression.error_arg();
    const std::size_t at = part.empty() ? std::string_view::npos : pattern.find(part);
    const TextSpan span =
        at == std::string_view::npos ? TextSpan{0, pattern.size()} : TextSpan{at, part.size()};
    return QueryError{span, "The regular expression is not valid: " + expression.error()};
}

struct Pattern::Engine
{
    const RE2& expression() const { return prefilter.GetRE2(0); }

    re2::FilteredRE2 prefilter{shortestAtom};
    std::vector<int> always; ///< atoms our search cannot be trusted with
};

Pattern::Pattern(const std::string& pattern)
    : m_engine(std::make_unique<Engine>())
    , m_automaton(PatternAutomaton::make(pattern))
{
    int id = 0;
    [[maybe_unused]] const auto code = m_engine->prefilter.Add(pattern, options(), &id);
    assert(code == RE2::NoError);
    std::vector<std::string> atoms;
    m_engine->prefilter.Compile(&atoms);
    const bool mayIgnoreCase = pattern.find("(?") != std::string::npos;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        if (!isUsable(atoms[i], mayIgnoreCase))
            m_engine->always.push_back(static_cast<int>(i));
    }
    if (canMatch({}))
        return;
    m_atoms = std::move(atoms);
}

Pattern::~Pattern() = default;

bool Pattern::matches(std::string_view text) const
{
    return RE2::PartialMatch(piece(text), m_engine->expression());
}

void Pattern::findAll(std::string_view text, std::vector<TextSpan>& spans) const
{
    std::size_t from = 0;
    re2::StringPiece match;
    while (from <= text.size()
           && m_engine->expression().Match(piece(text), from, text.size(), RE2::UNANCHORED, &match,
                                           1)) {
        const auto at = static_cast<std::size_t>(match.data() - text.data());
        if (!match.empty())
            spans.push_back({at, match.size()});
        from = at + std::max<std::size_t>(match.size(), 1);
    }
}

bool Pattern::canMatch(const std::vector<int>& present) const
{
    std::vector<int> atoms;
    std::set_union(present.begin(), present.end(), m_engine->always.begin(), m_engine->always.end(),
                   std::back_inserter(atoms));
    std::vector<int> potentials;
    m_engine->prefilter.AllPotentials(atoms, &potentials);
    return !potentials.empty();
}

} // namespace weir
