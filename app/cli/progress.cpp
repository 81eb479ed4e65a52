// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weir::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto terminalInterval = 100ms;
constexpr auto programInterval = 1s;
/// An estimate from less than this is a guess.
constexpr auto leastForEstimate = 1s;

std::string timeLeft(std::chrono::duration<double> elapsed, double part)
{
    if (elapsed < leastForEstimate || part <= 0)
        return {};
    const auto left = static_cast<std::int64_t>(elapsed.count() * (1 - part) / part + 0.5);
    return left < 60 ? fmt::format(", {} s left", left)
                     : fmt::format(", {} min {} s left", left / 60, left % 60);
}

} // namespace

Progress::Progress(std::string what, bool json)
    : m_what(std::move(what))
    , m_json(json)
    , m_isTerminal(isatty(STDERR_FILENO) == 1)
    , m_next(m_begun + (json ? std::chrono::milliseconds(programInterval) : terminalInterval))
{
}

Progress::~Progress()
{
    if (m_hasLine)
        fmt::print(stderr, "\r\033[K");
}

void Progress::tell(std::uint64_t done, std::optional<std::uint64_t> total, std::uint64_t events)
{
    if (Clock::now() < m_next)
        return;
    if (m_json) {
        m_next = Clock::now() + programInterval;
        tellProgram(done, total, events);
    } else if (m_isTerminal) {
        m_next = Clock::now() + terminalInterval;
        tellTerminal(done, total, events);
    }
}

void Progress::tellTerminal(std::uint64_t done, std::optional<std::uint64_t> total,
                            std::uint64_t events)
{
    const auto elapsed = this->elapsed();
    const double part = total && *total > 0
        ? std::min(1.0, static_cast<double>(done) / static_cast<double>(*total))
        : 0;
    fmt::print(stderr, "\r\033[K{}: {}{} events, {}/s{}", visibleText(m_what),
               total ? fmt::format("{:.0f} %, ", std::floor(part * 100)) : std::string(),
               grouped(events),
               grouped(static_cast<std::uint64_t>(static_cast<double>(events) / elapsed.count())),
               timeLeft(elapsed, part));
    m_hasLine = true;
}

void Progress::tellProgram(std::uint64_t done, std::optional<std::uint64_t> total,
                           std::uint64_t events)
{
    JsonWriter json;
    json.beginObject().member("progress", std::string_view(m_what)).member("done", done);
    if (total)
        json.member("total", *total);
    json.member("events", events).member("elapsed_s", elapsed().count()).endObject();
    fmt::print(stderr, "{}\n", json.text());
}

std::string grouped(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::string bytesText(std::uint64_t bytes)
{
    const auto size = static_cast<double>(bytes);
    return bytes < 1000 ? fmt::format("{} bytes", bytes)
        : size < 1e6    ? fmt::format("{:.1f} kB", size / 1e3)
        : size < 1e9    ? fmt::format("{:.1f} MB", size / 1e6)
                        : fmt::format("{:.2f} GB", size / 1e9);
}

} // namespace weir::cli
