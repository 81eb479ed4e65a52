// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace weir {

/// Whether a line goes on with the event before it: a stack trace is many lines and one event.
///
/// Known are: leading white space (`\tat x.y(Z.java:7)`, `  File "a.py", line 3`, .NET), Java's
/// `Caused by:` and `Suppressed:` and the exception's own line after the message that reports it,
/// Python's `Traceback (most recent call last):` to the line that names the exception, with chains of
/// them, Go's `goroutine 1 [running]:` blocks after a `panic:`, and the end of an indented JSON object.
///
/// Thread: a value. Texts are UTF-8 without the newline.
class TraceRules final
{
public:
    /// What the next line of an event may be.
    enum class Verdict {
        Begins, ///< the line begins an event of its own
        Continues, ///< it belongs to the event before
        Perhaps, ///< an empty line inside a trace, if what follows goes on with it
    };

    /// A new event begins with this line.
    void begin(std::string_view line);
    /// The next line; the state moves on as if the caller did what the verdict says.
    Verdict next(std::string_view line);
    /// Nothing can follow: a whole JSON object.
    bool isComplete() const { return m_isComplete; }

private:
    enum class Block { None, PythonStack, PythonEnd, Go };

    bool continues(std::string_view line);
    bool goesOnWithGo(std::string_view line) const;

    Block m_block = Block::None;
    bool m_isBlank = true; ///< the event's first line is empty: nothing belongs to it
    bool m_isPanic = false;
    bool m_isObject = false; ///< begins with `{`
    bool m_isComplete = false;
    bool m_hasException = false; ///< a line that names a Java exception
    bool m_afterBlank = false; ///< the line before was a Perhaps
};

} // namespace weir
