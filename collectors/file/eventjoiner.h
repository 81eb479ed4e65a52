// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/tracerules.h"
#include "core/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace weir {

/// Joins the lines of a file to events: one line, or a stack trace with the line before it.
///
/// The last event is held back until a line begins the next one, or finish() is called. Thread: a value.
class EventJoiner final
{
public:
    /// A line as it came, or several with what ended them in between.
    struct Event
    {
        std::string_view bytes; ///< without the last newline
        std::string_view text; ///< the same as UTF-8, with `\n` in between
        std::int64_t consumed = 0; ///< bytes of the file, with the last newline
    };
    /// The views live during the call only.
    using Visit = std::function<void(const Event&)>;

    struct Limits
    {
        std::size_t bytes = std::size_t{32} << 20; ///< of one event; what is more begins the next
        std::size_t lines = 1000;
    };

    /// `auto`, `off` or a regular expression for the first line of an event. InvalidInput when it is
    /// none of them.
    static Result<EventJoiner> make(const std::string& multiline, Limits limits);
    ~EventJoiner();
    EventJoiner(EventJoiner&&) noexcept;
    EventJoiner& operator=(EventJoiner&&) noexcept;

    /// A line without its newline, and its text; `newline` are the bytes that ended it, none at the end
    /// of a file.
    void add(std::string_view bytes, std::string_view text, std::string_view newline,
             const Visit& visit);
    /// Gives out what is held back.
    void finish(const Visit& visit);
    /// Forgets it.
    void discard();
    bool isHolding() const { return m_lines > 0; }

private:
    explicit EventJoiner(Limits limits);

    using Verdict = TraceRules::Verdict;
    Verdict judge(std::string_view text);
    void begin(std::string_view bytes, std::string_view text, std::string_view newline,
               const Visit& visit);
    void append(std::string_view bytes, std::string_view text, std::string_view newline);
    void emit(const Visit& visit);

    Limits m_limits;
    bool m_isOff = false;
    std::unique_ptr<re2::RE2> m_firstLine; ///< null: TraceRules
    TraceRules m_rules;
    std::string m_bytes; ///< of the event that is held back, with all newlines
    std::string m_text; ///< the same as UTF-8, where that is something else
    bool m_hasText = false;
    std::size_t m_lines = 0;
    std::size_t m_newline = 0; ///< length of the last one in m_bytes
    /// An empty line that belongs to the event if the next one does: how much of m_bytes it is, and of
    /// m_text.
    std::size_t m_perhaps = 0;
    std::size_t m_perhapsText = 0;
    std::size_t m_newlineBefore = 0; ///< m_newline without it
};

} // namespace weir
