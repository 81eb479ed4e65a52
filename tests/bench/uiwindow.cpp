// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/uiwindow.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

namespace weir::bench {

namespace {

using namespace std::chrono_literals;

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

double figure(const simdjson::dom::element& root, std::string_view name)
{
    double value = 0;
    return root[name].get(value) == simdjson::SUCCESS ? value : -1;
}

std::uint64_t count(const simdjson::dom::element& root, std::string_view name)
{
    return static_cast<std::uint64_t>(std::max(0.0, figure(root, name)));
}

Answered answered(const simdjson::dom::element& root, const std::string& name)
{
    return {count(root, name + "_answers"),       count(root, name + "_whole_at_once"),
            count(root, name + "_unanswered"),    figure(root, name + "_first_ms_p95"),
            figure(root, name + "_first_ms_max"), figure(root, name + "_whole_ms_p95")};
}

Place place(const simdjson::dom::element& root, std::string_view name)
{
    Place place;
    int* const parts[] = {&place.x, &place.y, &place.width, &place.height};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
        std::int64_t value = 0;
        if (root[name].at(i).get(value) == simdjson::SUCCESS)
            *parts[i] = static_cast<int>(value);
    }
    return place;
}

Result<WindowFigures> parse(const std::string& line)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(line).get(root) != simdjson::SUCCESS)
        return Error{Error::Code::Corrupt, "weir-console", "printed no frame statistics"};
    WindowFigures figures;
    figures.frames = count(root, "frames");
    figures.frameCpuP99 = figure(root, "frame_cpu_ms_p99");
    figures.frameCpuMax = figure(root, "frame_cpu_ms_max");
    figures.presentedP99 = figure(root, "presented_ms_p99");
    figures.presentedMax = figure(root, "presented_ms_max");
    figures.longestTurn = figure(root, "gui_longest_turn_cpu_ms");
    figures.busyMax = figure(root, "gui_busy_ms_max");
    figures.waitMax = figure(root, "gui_wait_ms_max");
    figures.othersMax = figure(root, "others_ms_max");
    figures.stalls = count(root, "gui_stalls");
    figures.unanswered = count(root, "unanswered");
    figures.jumps = count(root, "jumps");
    figures.jumpP95 = figure(root, "jump_ms_p95");
    figures.jumpMax = figure(root, "jump_ms_max");
    figures.firstFrame = figure(root, "first_frame_ms");
    figures.firstRows = figure(root, "first_rows_ms");
    figures.peakMegabytes = figure(root, "rss_peak_mb");
    figures.presentedByUsP99 = figure(root, "presented_by_us_ms_p99");
    figures.timeline = answered(root, "timeline");
    figures.facets = answered(root, "facets");
    figures.scrollGroove = place(root, "scroll_groove");
    figures.scrollHandle = place(root, "scroll_handle");
    figures.timelinePlace = place(root, "timeline_place");
    simdjson::dom::array answers;
    if (root["answers_ms"].get(answers) == simdjson::SUCCESS) {
        for (const auto answer : answers)
            figures.answers.push_back(answer.get_double().value_unsafe());
    }
    return figures;
}

} // namespace

Result<UiWindow> UiWindow::open(const ScratchFolder& scratch, const std::filesystem::path& config,
                                const std::filesystem::path& index)
{
    const auto frames = scratch / "frames";
    const auto statistics = scratch / "statistics";
    std::filesystem::remove(frames);
    auto process = Background::start({{program("weir-console"), "--config", config.string(),
                                       "--index", index.string(), "--read-only", "--page", "logs",
                                       "--everything", "--frame-stats", "--probe-log",
                                       frames.string()},
                                      {},
                                      statistics,
                                      false});
    if (!process)
        return process.error();
    UiWindow window(std::move(*process), statistics);
    const auto end = std::chrono::steady_clock::now() + 30s;
    std::error_code ignored;
    while (std::chrono::steady_clock::now() < end) {
        const auto painted = std::filesystem::file_size(frames, ignored);
        if (!ignored && painted > 0 && window.find())
            return window;
        std::this_thread::sleep_for(20ms);
    }
    return Error{Error::Code::Unreachable, "weir-console", "painted no frame within 30 s"};
}

bool UiWindow::find()
{
    const auto ask = [](std::vector<std::string> arguments) {
        const auto answer = run({std::move(arguments), {}, {}, true});
        return answer && answer->exitCode == 0 ? answer->output : std::string();
    };
    const std::string ids = ask({"xdotool", "search", "--onlyvisible", "--pid",
                                 std::to_string(m_process.pid()), "--name", "Weir"});
    m_window = ids.substr(0, ids.find('\n'));
    if (m_window.empty())
        return false;
    std::istringstream lines(ask({"xdotool", "getwindowgeometry", "--shell", m_window}));
    for (std::string line; std::getline(lines, line);) {
        const auto value = line.substr(line.find('=') + 1);
        if (line.starts_with("WIDTH="))
            m_width = std::stoi(value);
        else if (line.starts_with("HEIGHT="))
            m_height = std::stoi(value);
    }
    tool({"windowfocus", m_window});
    return m_width > 0 && m_height > 0;
}

void UiWindow::tool(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), "xdotool");
    (void)run({std::move(arguments), {}, "/dev/null", false});
}

void UiWindow::key(const std::string& name) const
{
    tool({"key", name});
}

void UiWindow::type(const std::string& text, int pauseMs) const
{
    tool({"type", "--delay", std::to_string(pauseMs), text});
}

void UiWindow::beginQuery() const
{
    tool({"key", "--delay", "60", "Escape", "ctrl+k", "ctrl+a", "Delete"});
}

void UiWindow::wheel(int notches, int pauseMs) const
{
    tool({"mousemove", "--window", m_window, std::to_string(m_width / 2),
          std::to_string(m_height / 2), "click", "--repeat", std::to_string(std::abs(notches)),
          "--delay", std::to_string(pauseMs), notches > 0 ? "4" : "5"});
}

void UiWindow::dragThroughEverything(const Place& handle, const Place& groove, int steps,
                                     int pauseMs) const
{
    const std::string x = std::to_string(handle.x + handle.width / 2);
    const int bottom = handle.y + handle.height / 2;
    const int top = groove.y + handle.height / 2;
    std::vector<std::string> script{"mousemove", "--window",   m_window,   x,
                                    std::to_string(bottom), "mousedown", "1"};
    const auto moveTo = [&](int y) {
        script.insert(script.end(), {"mousemove", "--window", m_window, x, std::to_string(y),
                                     "sleep", fmt::format("{:.3f}", pauseMs / 1000.0)});
    };
    for (int step = 1; step <= steps; ++step)
        moveTo(bottom - (bottom - top) * step / steps);
    for (int step = steps - 1; step >= steps / 5; --step)
        moveTo(bottom - (bottom - top) * step / steps);
    script.insert(script.end(), {"mouseup", "1"});
    tool(std::move(script));
}

void UiWindow::drag(int fromX, int fromY, int toX, int toY) const
{
    const auto moveTo = [this](int x, int y) {
        return std::vector<std::string>{"mousemove", "--window", m_window, std::to_string(x),
                                        std::to_string(y), "sleep", "0.05"};
    };
    std::vector<std::string> script = moveTo(fromX, fromY);
    script.insert(script.end(), {"mousedown", "1"});
    for (const auto& step : {moveTo((fromX + toX) / 2, (fromY + toY) / 2), moveTo(toX, toY)})
        script.insert(script.end(), step.begin(), step.end());
    script.insert(script.end(), {"mouseup", "1"});
    tool(std::move(script));
}

double UiWindow::cpuSeconds() const
{
    const std::string text = contentOf(fmt::format("/proc/{}/stat", m_process.pid()));
    std::istringstream words(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int i = 0; i < 11; ++i) // the state is field 3, the times are fields 14 and 15
        words >> skipped;
    double user = 0;
    double system = 0;
    words >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Result<WindowFigures> UiWindow::close()
{
    (void)m_process.stop();
    return parse(contentOf(m_statistics));
}

} // namespace weir::bench
