// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/eventload.h"
#include "tests/bench/uiwindow.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>

namespace weir::bench {

namespace {

using namespace std::chrono_literals;

constexpr int keyPause = 120; ///< ms; somebody who types fast
constexpr int idleSeconds = 20;
/// Of the rate that was wanted; with less the figures are called by what there was.
constexpr double enoughOfRate = 0.9;

/// Rare old hits, nothing, regular expressions with and without a literal, fields, phrases, numbers,
/// conditions on conditions.
constexpr std::array<std::string_view, 30> queries{
    "deadline exceeded after 31259ms",
    "ceeded after 31259m",
    "ledger fence token revoked",
    "c0ffee5eed0ddba11f00dfacade15bad",
    "203.0.113.77",
    "connection refused",
    "/timeout after [0-9]+ms for user u7[0-9]+/",
    "/[a-z]+=[0-9a-f]{12}-[0-9]+/",
    "/[0-9]{9}-[a-z]{5}/",
    "level:error",
    "level>=warn",
    "level:fatal service:ledger",
    "service:payments",
    "service:nosuchservice",
    "host:host-17",
    "status>=500",
    "status:418",
    "latency_ms>29999",
    "latency_ms>500 level:error",
    "service:payments connection refused",
    "level>=error not refused",
    "service:checkout or service:search",
    "(service:auth or service:billing) level>=warn",
    "\"GET /healthz\"",
    "\"timeout after\" service:gateway",
    "user u7",
    "payments u71 timeout",
    "trace_id:c0ffee5eed0ddba11f00dfacade15bad",
    "msg~\"uptime [0-9]+s\"",
    "zzzzzz",
};

void pause(std::chrono::milliseconds time)
{
    std::this_thread::sleep_for(time); // what a person does between two things
}

/// The index of the bench: the given one, or one that is made now.
Result<std::filesystem::path> indexFor(const Options& options, const ScratchFolder& scratch)
{
    if (!options.index.empty())
        return std::filesystem::path(options.index);
    const auto data = Dataset::make(scratch, Form::Json, options.events, options.seed);
    if (!data)
        return data.error();
    const auto index = scratch / "index";
    const auto config = writeConfiguration(scratch, "none", "");
    const auto imported =
        runToSuccess({{program("weir"), "--config", config.string(), "--index", index.string(),
                       "import", "--source", "generated", "--format", "json",
                       data->file().string()},
                      {},
                      "/dev/null",
                      false});
    if (!imported)
        return imported.error();
    std::filesystem::remove(data->file());
    return index;
}

/// So that the next reader has to ask the disk.
void forgetPages(const std::filesystem::path& folder)
{
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0)
            continue;
        (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        ::close(file);
    }
}

class UiBench final
{
public:
    UiBench(const Options& options, std::filesystem::path index, const ScratchFolder& scratch)
        : m_options(options)
        , m_index(std::move(index))
        , m_scratch(scratch)
        , m_config(writeConfiguration(scratch, "config", ""))
    {
    }

    Result<Report> run()
    {
        using Part = Result<Done> (UiBench::*)();
        for (const auto& [name, part] : {std::pair<std::string, Part>("starts", &UiBench::starts),
                                         {"script", &UiBench::script},
                                         {"counts", &UiBench::counts},
                                         {"jumps", &UiBench::jumps},
                                         {"idle", &UiBench::idle},
                                         {"load", &UiBench::underLoad}}) {
            const auto& wanted = m_options.parts;
            if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end())
                continue;
            if (const auto done = (this->*part)(); !done)
                return done.error();
        }
        m_report.add({"memory of the window, the largest of all", m_memory, "", 0, "", "MB", "≤ 300"});
        return m_report;
    }

private:
    /// One window, what somebody does with it, and what it says at its end.
    Result<WindowFigures> with(const std::filesystem::path& index,
                               const std::function<void(const UiWindow&)>& use)
    {
        auto window = UiWindow::open(m_scratch, m_config, index);
        if (!window)
            return window.error();
        use(*window);
        auto figures = window->close();
        if (figures)
            m_memory = std::max(m_memory, figures->peakMegabytes);
        return figures;
    }

    Result<Done> starts()
    {
        for (const bool isCold : {true, false}) {
            std::vector<double> frames;
            std::vector<double> rows;
            for (int i = 0; i < m_options.runs; ++i) {
                if (isCold)
                    forgetPages(m_index);
                const auto figures = with(m_index, [](const UiWindow&) { pause(1500ms); });
                if (!figures)
                    return figures.error();
                frames.push_back(figures->firstFrame);
                rows.push_back(figures->firstRows);
            }
            const std::string name = isCold ? "start, index not in memory" : "start";
            m_report.add({name + ", to the first frame", median(frames), "", 0, "", "ms", "≤ 500"});
            m_report.add({name + ", to the first rows", median(rows), "", 0, "", "ms", ""});
        }
        return Done{};
    }

    Result<Done> script()
    {
        const auto figures = with(m_index, [](const UiWindow& window) {
            pause(1500ms);
            for (const std::string_view query : queries) {
                window.beginQuery();
                pause(200ms);
                window.type(std::string(query), keyPause);
                pause(600ms);
            }
        });
        if (!figures)
            return figures.error();
        if (figures->answers.empty())
            return Error{Error::Code::NotFound, "xdotool", "no keystroke had an answer"};
        const std::string note =
            fmt::format("{} keystrokes, {} without", figures->answers.size(), figures->unanswered);
        for (const auto& [name, share, bar] :
             {std::tuple("p50", 0.5, ""), std::tuple("p95", 0.95, "≤ 100"),
              std::tuple("p99", 0.99, ""), std::tuple("max", 1.0, "")})
            m_report.add({fmt::format("key to first rows or none, {}", name),
                          percentile(figures->answers, share), "", 0, "", "ms",
                          fmt::format("{} {}", note, bar)});
        addAnswered("key to timeline, a part or all", figures->timeline, false);
        addAnswered("key to facets, a part or all", figures->facets, false);
        addWork("typing 30 queries, nothing arrives", *figures);
        return Done{};
    }

    /// Timeline and facets of what is exact at once: without a query, by time, by severity.
    Result<Done> counts()
    {
        if (const auto known = learnPlaces(); !known)
            return known.error();
        const Place& timeline = m_places.timelinePlace;
        const auto byTime = with(m_index, [&](const UiWindow& window) {
            pause(1500ms);
            const int y = timeline.y + timeline.height / 2;
            for (int part = 1; part <= 8; ++part) {
                window.drag(timeline.x + timeline.width * part / 10, y,
                            timeline.x + timeline.width * (part + 1) / 10, y);
                pause(700ms);
                window.key("BackSpace"); // back to everything
                pause(700ms);
            }
        });
        if (!byTime)
            return byTime.error();
        addAnswered("range to timeline", byTime->timeline, true);
        addAnswered("range to facets", byTime->facets, true);
        const auto bySeverity = with(m_index, [](const UiWindow& window) {
            pause(1500ms);
            for (const char* query : {"level:error", "level>=warn", "level:fatal", "level:info",
                                      "level<=debug", "level:warn"}) {
                window.beginQuery(); // without a query again
                pause(700ms);
                window.type(query, 1); // as one who pastes it: what comes before has no time
                pause(700ms);
            }
        });
        if (!bySeverity)
            return bySeverity.error();
        addAnswered("severity or none to timeline", bySeverity->timeline, true);
        addAnswered("severity or none to facets", bySeverity->facets, false);
        return Done{};
    }

    /// Where things are, from a window that is closed while it shows the newest.
    Result<Done> learnPlaces()
    {
        if (m_places.scrollHandle.height > 0)
            return Done{};
        const auto figures = with(m_index, [](const UiWindow&) { pause(1500ms); });
        if (!figures)
            return figures.error();
        m_places = *figures;
        if (m_places.scrollHandle.height == 0 || m_places.timelinePlace.height == 0)
            return Error{Error::Code::NotFound, "weir-console", "does not say where its scroll bar is"};
        return Done{};
    }

    Result<Done> jumps()
    {
        if (const auto known = learnPlaces(); !known)
            return known.error();
        const auto figures = with(m_index, [this](const UiWindow& window) {
            pause(1500ms);
            window.dragThroughEverything(m_places.scrollHandle, m_places.scrollGroove, 20, 400);
        });
        if (!figures)
            return figures.error();
        m_report.add({"jump to any time, p95", figures->jumpP95, "", 0, "", "ms",
                      fmt::format("{} jumps, longest {:.1f} ms; ≤ 50", figures->jumps,
                                  figures->jumpMax)});
        return Done{};
    }

    Result<Done> idle()
    {
        double share = 0;
        const auto figures = with(m_index, [&share](const UiWindow& window) {
            pause(4s);
            const double before = window.cpuSeconds();
            pause(std::chrono::seconds(idleSeconds));
            share = (window.cpuSeconds() - before) / idleSeconds * 100;
        });
        if (!figures)
            return figures.error();
        m_report.add({"idle, nothing arrives", share, "", 0, "", "% of a core", "≤ 1"});
        return Done{};
    }

    Result<Done> underLoad()
    {
        if (const auto known = learnPlaces(); !known)
            return known.error();
        auto publisher = zeroMqPublisher();
        m_config = writeConfiguration(m_scratch, "loaded", publisher->sourceToml());
        const auto index = m_scratch / "growing";
        std::filesystem::copy(m_index, index, std::filesystem::copy_options::recursive);
        const auto load = EventLoad::start(std::move(publisher), m_options.rate, m_config, index,
                                           m_scratch / "collector.log");
        if (!load)
            return load.error();
        pause(3s);
        using Use = std::function<void(const UiWindow&)>;
        const auto phases = {
            std::pair<std::string, Use>("following", [](const UiWindow&) { pause(10s); }),
            std::pair<std::string, Use>("wheel",
                                        [](const UiWindow& window) {
                                            pause(2s);
                                            window.wheel(250, 16);
                                            window.wheel(-200, 16);
                                        }),
            std::pair<std::string, Use>("scroll bar through everything",
                                        [this](const UiWindow& window) {
                                            pause(2s);
                                            window.dragThroughEverything(m_places.scrollHandle,
                                                                         m_places.scrollGroove, 200, 16);
                                        }),
            std::pair<std::string, Use>("typing a query",
                                        [](const UiWindow& window) {
                                            pause(2s);
                                            window.beginQuery();
                                            window.type("level>=warn service:payments", keyPause);
                                            pause(2s);
                                            window.beginQuery();
                                            window.type("deadline exceeded after 31259ms", keyPause);
                                            pause(2s);
                                        })};
        for (const auto& [name, use] : phases) {
            (void)(*load)->rates();
            EventLoad::Rates rates;
            const auto figures = with(index, [&, &does = use](const UiWindow& window) {
                does(window);
                rates = (*load)->rates();
            });
            if (!figures)
                return figures.error();
            const std::string phase = name + ", " + rateText(rates);
            addFrames(phase, *figures);
            if (figures->answers.empty())
                continue;
            m_report.add({phase + ": key to first rows, p95", percentile(figures->answers, 0.95), "",
                          0, "", "ms", fmt::format("{} keystrokes", figures->answers.size())});
            addAnswered(phase + ": key to timeline, a part or all", figures->timeline, false);
            addAnswered(phase + ": key to facets, a part or all", figures->facets, false);
        }
        return Done{};
    }

    /// What really came while the window was measured.
    std::string rateText(const EventLoad::Rates& rates) const
    {
        const double came = std::min(rates.published, rates.indexed);
        const std::string really = fmt::format("{:.0f} published and {:.0f} indexed a second",
                                               rates.published, rates.indexed);
        if (came < enoughOfRate * m_options.rate)
            return fmt::format("NOT {} events/s: only {}", m_options.rate, really);
        return fmt::format("{} events/s ({})", m_options.rate, really);
    }

    void addAnswered(const std::string& what, const Answered& times, bool isWhole)
    {
        m_report.add({what + ", p95", isWhole ? times.wholeP95 : times.firstP95, "", 0, "", "ms",
                      fmt::format("{} questions, all at once {}, none {}; first p95 {:.1f}, most {:.1f}, "
                                  "all p95 {:.1f} ms; ≤ 100",
                                  times.questions, times.wholeAtOnce, times.unanswered,
                                  times.firstP95, times.firstMax, times.wholeP95)});
    }

    void addFrames(const std::string& phase, const WindowFigures& figures)
    {
        addWork(phase, figures);
        m_report.add({phase + ": frames apart, p99", figures.presentedP99, "", 0, "", "ms",
                      fmt::format("most {:.1f} ms; ≤ 33; without time given to others p99 {:.1f} ms",
                                  figures.presentedMax, figures.presentedByUsP99)});
    }

    void addWork(const std::string& phase, const WindowFigures& figures)
    {
        m_report.add({phase + ": CPU a frame, p99", figures.frameCpuP99, "", 0, "", "ms",
                      fmt::format("{} frames, most {:.1f} ms; ≤ 16", figures.frames,
                                  figures.frameCpuMax)});
        m_report.add({phase + ": longest event", figures.busyMax, "", 0, "", "ms",
                      fmt::format("{} over 50 ms; waits {:.1f}, turn {:.1f} ms CPU; others ran {:.1f}",
                                  figures.stalls, figures.waitMax, figures.longestTurn,
                                  figures.othersMax)});
    }

    const Options& m_options;
    const std::filesystem::path m_index;
    const ScratchFolder& m_scratch;
    std::filesystem::path m_config;
    Report m_report{"ui"};
    double m_memory = 0;
    WindowFigures m_places; ///< where its parts are; see learnPlaces()
};

} // namespace

Result<Report> uiBench(const Options& options)
{
    if (std::getenv("DISPLAY") == nullptr)
        return Error{Error::Code::NotFound, "DISPLAY",
                     "needs a display; tests/support/with-desktop makes one"};
    if (!isInstalled("xdotool"))
        return Error{Error::Code::NotFound, "xdotool", "is not installed"};
    const ScratchFolder scratch("weir-bench-ui");
    const auto index = indexFor(options, scratch);
    if (!index)
        return index.error();
    return UiBench(options, *index, scratch).run();
}

} // namespace weir::bench
