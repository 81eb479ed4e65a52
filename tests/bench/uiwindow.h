// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weir::bench {

/// Within the window, logical pixels.
struct Place
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

/// How soon questions had an answer on the screen.
struct Answered
{
    std::uint64_t questions = 0;
    std::uint64_t wholeAtOnce = 0; ///< the first answer was all of it
    std::uint64_t unanswered = 0;
    double firstP95 = 0; ///< to the first answer, a part marked as one or all of it; milliseconds
    double firstMax = 0;
    double wholeP95 = 0;
};

/// What the window says of itself at its end; the members of --frame-stats (docs/window.md).
struct WindowFigures
{
    std::uint64_t frames = 0;
    double frameCpuP99 = 0; ///< all in milliseconds
    double frameCpuMax = 0;
    double presentedP99 = 0;
    double presentedMax = 0;
    double presentedByUsP99 = 0; ///< without the time in which the processors ran others
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
    Answered timeline;
    Answered facets;
    Place scrollGroove; ///< of the list, as the window was closed
    Place scrollHandle;
    Place timelinePlace;
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
    /// `handle`: while the newest is shown.
    void dragThroughEverything(const Place& handle, const Place& groove, int steps,
                               int pauseMs) const;
    /// Drags from one point to another, as somebody who marks.
    void drag(int fromX, int fromY, int toX, int toY) const;

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
