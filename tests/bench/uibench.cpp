// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/probe.h"
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

namespace weir::bench {

namespace {

using namespace std::chrono_literals;

constexpr int keyPause = 120; ///< ms; somebody who types fast
constexpr int idleSeconds = 20;

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
        for (const auto& part : {&UiBench::starts, &UiBench::script, &UiBench::jumps,
                                 &UiBench::idle, &UiBench::underLoad}) {
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
        addWork("typing 30 queries, nothing arrives", *figures);
        return Done{};
    }

    Result<Done> jumps()
    {
        const auto figures = with(m_index, [](const UiWindow& window) {
            pause(1500ms);
            window.dragThroughEverything(20, 400);
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
        const auto publisher = zeroMqPublisher();
        m_config = writeConfiguration(m_scratch, "loaded", publisher->sourceToml());
        const auto index = m_scratch / "growing";
        std::filesystem::copy(m_index, index, std::filesystem::copy_options::recursive);
        const auto collector =
            Background::start({{program("weir-collector"), "--config", m_config.string(),
                                "--index", index.string()},
                               {},
                               m_scratch / "collector.log",
                               false});
        if (!collector)
            return collector.error();
        const std::jthread producer([&](const std::stop_token& stop) {
            while (!stop.stop_requested())
                (void)publishSteadily(*publisher, m_options.rate, 1);
        });
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
                                        [](const UiWindow& window) {
                                            pause(2s);
                                            window.dragThroughEverything(200, 16);
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
            const auto figures = with(index, use);
            if (!figures)
                return figures.error();
            addFrames(fmt::format("{}, {} events/s", name, m_options.rate), *figures);
            if (!figures->answers.empty())
                m_report.add({name + ", key to first rows, p95", percentile(figures->answers, 0.95),
                              "", 0, "", "ms",
                              fmt::format("{} keystrokes", figures->answers.size())});
        }
        return Done{};
    }

    void addFrames(const std::string& phase, const WindowFigures& figures)
    {
        addWork(phase, figures);
        m_report.add({phase + ": frames apart, p99", figures.presentedP99, "", 0, "", "ms",
                      fmt::format("most {:.1f} ms; ≤ 33", figures.presentedMax)});
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
