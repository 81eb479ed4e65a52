// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/measure/durations.h"

#include <cstdint>
#include <vector>

namespace weir {

/// How soon questions have an answer on the screen. A question that is overtaken by the next one has that
/// one's answer. All times are nanoseconds of one clock. A value.
class AnswerTimes final
{
public:
    /// A question, because of what somebody did at that time; 0: of itself, which is not counted.
    void asked(std::int64_t at);
    /// The next frame shows an answer to the newest question: a first part, marked as one, or all.
    void answered(bool isWhole);
    void presented(std::int64_t at);

    /// An answer to the newest question is on the screen, or the next frame shows it.
    bool isAnswered() const { return m_isAnswered; }

    /// To the first answer, partial or whole.
    const Durations& first() const { return m_first; }
    /// How many of those were whole.
    std::uint64_t wholeAtOnce() const { return m_wholeAtOnce; }
    /// To the whole answer; without those that were overtaken before.
    const Durations& whole() const { return m_whole; }
    std::uint64_t unanswered() const { return m_questions.size(); }
    /// first() one by one in milliseconds, the first thousand.
    const std::vector<float>& list() const { return m_list; }

private:
    std::vector<std::int64_t> m_questions; ///< not answered yet: when they were asked
    std::int64_t m_last = 0; ///< the newest question; 0: answered as a whole, or none
    bool m_isAnswered = false;
    bool m_isWhole = false;
    Durations m_first;
    Durations m_whole;
    std::uint64_t m_wholeAtOnce = 0;
    std::vector<float> m_list;
};

} // namespace weir
