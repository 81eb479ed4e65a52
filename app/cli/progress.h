// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::cli {

/// How far a long operation is: on a terminal a line on stderr that changes in place, with `json` a
/// line a second on stderr for another program, else nothing.
///
/// Thread: one. Cheap enough to be told after every piece of work.
class Progress final
{
public:
    /// `what`: the name of what is worked on, which may be anything.
    Progress(std::string what, bool json);
    /// Takes the line away.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `done` of `total` units of work, and so many events by now.
    void tell(std::uint64_t done, std::optional<std::uint64_t> total, std::uint64_t events);

    std::chrono::duration<double> elapsed() const { return Clock::now() - m_begun; }

private:
    using Clock = std::chrono::steady_clock;

    void tellTerminal(std::uint64_t done, std::optional<std::uint64_t> total, std::uint64_t events);
    void tellProgram(std::uint64_t done, std::optional<std::uint64_t> total, std::uint64_t events);

    const std::string m_what;
    const bool m_json;
    const bool m_isTerminal;
    const Clock::time_point m_begun = Clock::now();
    Clock::time_point m_next;
    bool m_hasLine = false;
};

/// `1,234,567`
std::string grouped(std::uint64_t number);
/// `220.4 MB`
std::string bytesText(std::uint64_t bytes);

} // namespace weir::cli
