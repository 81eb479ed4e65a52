// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weir::bench {

/// What the window says of itself at its end; the members of --frame-stats (docs/window.md).
struct WindowFigures
{
    std::uint64_t frames = 0;
    double frameCpuP99 = 0; ///< all in milliseconds
    double frameCpuMax = 0;
    double presentedP99 = 0;
    double presentedMax = 0;
    double longestTurn = 0;
    double busyMax = 0;
    double waitMax = 0;
    double othersMax = 0;
    std::uint64_t stalls = 0;
    std::vector<double> answers;
    std::uint64_t unanswered = 0;
    std::uint64_t jumps = 0;
    double jumpP95 = 0;
    double jumpMax = 0;
    double firstFrame = 0;
    double firstRows = 0;
    double peakMegabytes = 0;
};

/// The real window on the display that is set, driven by keys and mouse through xdotool.
class UiWindow final
{
public:
    /// Returns once it has painted and has the focus. `scratch` outlives it.
    static Result<UiWindow> open(const ScratchFolder& scratch, const std::filesystem::path& config,
                                 const std::filesystem::path& index);

    /// As xdotool names it: `ctrl+k`, `Home`.
    void key(const std::string& name) const;
    void type(const std::string& text, int pauseMs) const;
    /// Empties the query and has the focus in it.
    void beginQuery() const;
    /// Notches of the wheel over the list; negative: towards the newest.
    void wheel(int notches, int pauseMs) const;
    /// Drags the handle of the scroll bar from the newest to the oldest and back, in so many steps.
    void dragThroughEverything(int steps, int pauseMs) const;

    /// CPU time of the process until now, in seconds.
    double cpuSeconds() const;

    /// Closes it as SIGTERM does.
    Result<WindowFigures> close();

private:
    UiWindow(Background process, std::filesystem::path statistics)
        : m_process(std::move(process))
        , m_statistics(std::move(statistics))
    {
    }
    bool find();
    void tool(std::vector<std::string> arguments) const;

    Background m_process;
    std::filesystem::path m_statistics;
    std::string m_window; ///< its id
    int m_width = 0;
    int m_height = 0;
};

} // namespace weir::bench
