// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What a look at a source prints: JSON lines for a program, words for a person.
/// Thread safety: any thread, as the time limit speaks from its own.
class SourceReport final
{
public:
    explicit SourceReport(bool json)
        : m_isJson(json)
    {
    }

    bool isJson() const { return m_isJson; }

    /// `configuration`, `resolve`, `connect`, `tls`, `authenticate`, `topic`, `messages`: what is tried
    /// from now on.
    void begin(std::string_view step);
    /// How the step that was begun came out.
    void end(bool ok, std::string_view sentence);
    /// `{"message":…}`; `text` is the same in words, with what came from the stream made visible.
    void message(std::string_view json, std::string_view text);
    /// A line of its own, one in each form.
    void line(std::string_view json, std::string_view text);
    /// `{"result":…}`
    void result(bool ok, std::string_view format, std::string_view sentence);
    /// `{"error":…}`, in words on stderr.
    void error(std::string_view sentence);
    /// The time is over: the step that was begun has failed, or all of it.
    void timeOut(std::string_view limit);

private:
    void put(std::string_view line);
    void endLocked(bool ok, std::string_view sentence);
    void resultLocked(bool ok, std::string_view format, std::string_view sentence);
    void errorLocked(std::string_view sentence);

    const bool m_isJson;
    std::mutex m_mutex;
    std::string m_step; ///< begun and not ended
};

} // namespace weir
