// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/eventjoiner.h"

#include <re2/re2.h>

#include <utility>

namespace weir {

EventJoiner::EventJoiner(Limits limits)
    : m_limits(limits)
{
}

EventJoiner::~EventJoiner() = default;
EventJoiner::EventJoiner(EventJoiner&&) noexcept = default;
EventJoiner& EventJoiner::operator=(EventJoiner&&) noexcept = default;

Result<EventJoiner> EventJoiner::make(const std::string& multiline, Limits limits)
{
    EventJoiner joiner(limits);
    joiner.m_isOff = multiline == "off";
    if (joiner.m_isOff || multiline == "auto")
        return joiner;
    joiner.m_firstLine = std::make_unique<re2::RE2>(multiline, re2::RE2::Quiet);
    if (!joiner.m_firstLine->ok())
        return Error{Error::Code::InvalidInput, "multiline", joiner.m_firstLine->error()};
    return joiner;
}

EventJoiner::Verdict EventJoiner::judge(std::string_view text)
{
    if (!m_firstLine)
        return m_rules.next(text);
    const re2::StringPiece line(text.data(), text.size());
    return re2::RE2::PartialMatch(line, *m_firstLine) ? Verdict::Begins : Verdict::Continues;
}

void EventJoiner::add(std::string_view bytes, std::string_view text, std::string_view newline,
                      const Visit& visit)
{
    if (m_isOff)
        return visit({bytes, text, static_cast<std::int64_t>(bytes.size() + newline.size())});
    if (!isHolding())
        return begin(bytes, text, newline, visit);
    const bool isFull =
        m_lines >= m_limits.lines || m_bytes.size() + bytes.size() > m_limits.bytes;
    const Verdict verdict = isFull ? Verdict::Begins : judge(text);
    if (verdict == Verdict::Begins) {
        finish(visit);
        return begin(bytes, text, newline, visit);
    }
    m_newlineBefore = m_newline;
    const std::size_t size = m_bytes.size();
    const std::size_t textSize = m_text.size();
    append(bytes, text, newline);
    m_perhaps = verdict == Verdict::Perhaps ? m_bytes.size() - size : 0;
    m_perhapsText = verdict == Verdict::Perhaps ? m_text.size() - textSize : 0;
    if (!m_firstLine && m_rules.isComplete())
        emit(visit);
}

void EventJoiner::begin(std::string_view bytes, std::string_view text, std::string_view newline,
                        const Visit& visit)
{
    m_rules.begin(text);
    if (!m_firstLine && m_rules.isComplete()) // by far the most where lines are JSON: no copy
        return visit({bytes, text, static_cast<std::int64_t>(bytes.size() + newline.size())});
    m_hasText = text.data() != bytes.data();
    append(bytes, text, newline);
}

void EventJoiner::append(std::string_view bytes, std::string_view text, std::string_view newline)
{
    m_bytes.append(bytes).append(newline);
    if (m_hasText)
        m_text.append(text).append(newline.empty() ? "" : "\n");
    m_newline = newline.size();
    ++m_lines;
}

void EventJoiner::emit(const Visit& visit)
{
    const std::size_t size = m_bytes.size() - m_perhaps;
    const std::size_t newline = m_perhaps > 0 ? m_newlineBefore : m_newline;
    const std::string_view bytes = std::string_view(m_bytes).substr(0, size - newline);
    std::string_view text = bytes;
    if (m_hasText)
        text = std::string_view(m_text).substr(0, m_text.size() - m_perhapsText
                                                   - (newline > 0 ? 1 : 0));
    visit({bytes, text, static_cast<std::int64_t>(size)});
    discard();
}

void EventJoiner::finish(const Visit& visit)
{
    if (!isHolding())
        return;
    // An empty line that nothing followed is no part of the event: it is one of its own.
    const std::string blank = m_bytes.substr(m_bytes.size() - m_perhaps);
    const std::size_t newline = m_newline;
    const bool hasText = m_hasText;
    emit(visit);
    if (blank.empty())
        return;
    const std::string_view bytes = std::string_view(blank).substr(0, blank.size() - newline);
    visit({bytes, hasText ? std::string_view() : bytes, static_cast<std::int64_t>(blank.size())});
}

void EventJoiner::discard()
{
    m_bytes.clear();
    m_text.clear();
    m_lines = 0;
    m_perhaps = 0;
    m_perhapsText = 0;
}

} // namespace weir
