// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/patternset.h"
#include "core/pattern/skeleton.h"
#include "core/pattern/valueevidence.h"
#include "core/result.h"
#include "core/textspan.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Finds the patterns of messages as they come: "session opened for user root by (uid=0)" becomes
/// `session opened for user <*> by (uid=<*>)`.
///
/// After Drain (He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree",
/// ICWS 2017) in that values are masked by their form, and that a pattern is looked for among those
/// with as many tokens and the same beginning. Not after it in what makes two messages one: not a
/// share of equal tokens, which joins `link up` and `link down`, but how many different tokens have
/// been seen at one place of messages that are otherwise equal (ValueEvidence). There is nothing to
/// configure.
///
/// What always holds:
/// - An id never changes its meaning but that its pattern may become more general, and so may
///   become part of an older one. current() says of which; texts and counts are those of the
///   current pattern.
/// - Values do not matter: messages that differ in their runs of digits and in their ids only have
///   one pattern (Skeleton).
/// - A message that has a pattern has it for ever, or what it has become part of, also after
///   restore(): its current pattern is the same however often and in whatever order one asks.
/// - Memory is bounded (PatternLimits), and the work for a message is linear in it. What no pattern can be kept for
///   has `catchAllPattern`, which says nothing and may be left for a pattern later.
///
/// Thread: one.
class PatternMiner final
{
public:
    explicit PatternMiner(const PatternLimits& limits = {});

    /// The current pattern of the message.
    PatternId add(std::string_view message);
    /// The same for all messages of a form that a FormMaker of the same limits has made.
    PatternId addForm(std::string_view form);
    /// The current pattern of a form; the catch-all when it has none. Learns nothing.
    PatternId findForm(std::string_view form);

    /// Ids given, the catch-all's included: they are 0 up to here.
    std::size_t size() const { return m_patterns.size(); }
    /// The pattern that this one is today. Precondition for these: id < size().
    PatternId current(PatternId id) const { return m_patterns.current(id); }
    /// With `<*>` for what varies, and one space where there were any.
    std::string text(PatternId id) const;

    /// What of the message varies under its pattern, ascending; all of it under the catch-all,
    /// nothing when it is no message of this pattern. Not empty ones.
    std::vector<TextSpan> variableSpans(std::string_view message, PatternId id) const;

    /// All that restore() needs to give the same ids.
    std::string save() const;
    /// Corrupt when these are not bytes that save() could have given, TooNew when they are of a
    /// later version. Precondition: none.
    static Result<PatternMiner> restore(std::string_view state, const PatternLimits& limits = {});

private:
    struct Remembered
    {
        std::uint64_t skeleton = 0; ///< its hash; 0 is none
        PatternId id{};
    };

    PatternId mine();
    std::optional<PatternId> create();
    void generalise(PatternId id);
    std::vector<PatternId> patternsWith(TokenId word) const;

    // Constant after construction.
    PatternLimits m_limits;
    SeededHash m_hash;

    PatternSet m_patterns;
    ValueEvidence m_evidence;
    std::vector<Remembered> m_recent; ///< by the last bits of the hash

    // Of the message at hand; members so that their memory is kept.
    Skeleton m_skeleton;
    MessageTokens m_message;
    MessageKey m_key;
};

} // namespace weir
