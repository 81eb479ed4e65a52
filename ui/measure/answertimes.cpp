// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/answertimes.h"

#include "ui/models/clocks.h"

namespace weir {

namespace {

constexpr std::size_t mostListed = 1000;

} // namespace

void AnswerTimes::asked(std::int64_t at)
{
    if (at != 0)
        m_questions.push_back(at);
    m_last = at;
    m_isAnswered = false;
    m_isWhole = false;
}

void AnswerTimes::answered(bool isWhole)
{
    m_isAnswered = true;
    m_isWhole = isWhole;
}

void AnswerTimes::presented(std::int64_t at)
{
    if (!m_isAnswered)
        return;
    for (const std::int64_t asked : m_questions) {
        m_first.add(inMilliseconds(at - asked));
        m_wholeAtOnce += m_isWhole ? 1 : 0;
        if (m_list.size() < mostListed)
            m_list.push_back(static_cast<float>(inMilliseconds(at - asked)));
    }
    m_questions.clear();
    if (m_isWhole && m_last != 0) {
        m_whole.add(inMilliseconds(at - m_last));
        m_last = 0;
    }
}

} // namespace weir
