// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timepoint.h"
#include "store/read/indexreader.h"
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"
#include "tests/bench/probe.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

namespace weir::bench {

namespace {

/// Waits for a file to have something in it; false after `seconds`.
bool waitForContent(const std::filesystem::path& file, int seconds)
{
    std::error_code ignored;
    for (int i = 0; i < seconds * 50; ++i) {
        if (std::filesystem::file_size(file, ignored) > 0 && !ignored)
            return true;
        usleep(20'000);
    }
    return false;
}

/// Waits for the newest event to be the last probe, and for a frame that shows it; false after ten
/// seconds.
bool waitForLast(const std::filesystem::path& index, std::size_t last,
                 const std::filesystem::path& frameLog)
{
    const auto reader = IndexReader::open(index);
    if (!reader)
        return false;
    for (int i = 0; i < 10 * 50; ++i) {
        usleep(20'000);
        const auto newest = (*reader)->newest();
        const auto event = newest ? (*reader)->event(*newest) : newest.error();
        const auto probe = event ? event->stored.batch->field("probe", event->row) : std::nullopt;
        const std::vector<Frame> frames = readFrames(frameLog);
        if (probe && probe->bits == static_cast<std::int64_t>(last) && !frames.empty()
            && frames.back().ceiling >= number(*newest))
            return true;
    }
    return false;
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The longest turn of the GUI thread in milliseconds, of the line that --frame-stats prints.
double longestTurn(const std::string& line)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    double milliseconds = 0;
    if (parser.parse(line).get(root) != simdjson::SUCCESS
        || root["gui_longest_turn_cpu_ms"].get(milliseconds) != simdjson::SUCCESS)
        return -1;
    return milliseconds;
}

/// Milliseconds after which kcat has printed each probe: it stamps nothing itself, so its output is
/// read line by line and the number is taken from the line's end.
class KcatReader final
{
public:
    /// The topic holds one message before the `count` that are published. kcat ends by itself after
    /// the last: one that has nothing to write would not notice that nobody reads.
    KcatReader(const std::string& broker, const std::string& topic, std::size_t count)
        : m_pipe(
            popen(fmt::format(
                      "exec kcat -C -u -q -b {} -t {} -o beginning -c {} -X fetch.wait.max.ms=100",
                      broker, topic, count + 1)
                      .c_str(),
                  "r"))
        , m_thread([this] { read(); })
    {
    }
    std::vector<double> finish(const PublishTimes& published, double warmUp)
    {
        m_thread.join();
        std::vector<double> milliseconds;
        for (const auto& [number, seen] : m_seen) {
            if (static_cast<double>(number) >= static_cast<double>(published.size()) * warmUp)
                milliseconds.push_back(static_cast<double>(seen - published[number]) / 1e6);
        }
        return milliseconds;
    }

private:
    void read()
    {
        std::array<char, 4096> line{};
        while (std::fgets(line.data(), line.size(), m_pipe) != nullptr) {
            const std::string_view text(line.data());
            const auto at = text.rfind("\"probe\":");
            if (at == std::string_view::npos)
                continue;
            m_seen.emplace_back(std::strtoull(line.data() + at + 8, nullptr, 10),
                                nanosecondsOf(std::chrono::system_clock::now()));
        }
        pclose(m_pipe);
    }

    std::FILE* m_pipe;
    std::vector<std::pair<std::size_t, std::int64_t>> m_seen;
    std::jthread m_thread;
};

struct Painted
{
    std::vector<double> milliseconds;
    std::vector<double> kcat;
    double longestTurn = 0;
};

Result<Painted> measure(ProbePublisher& publisher, const Options& options,
                        const std::string& broker, const std::string& topic)
{
    const ScratchFolder folder("weir-bench-latency");
    const auto config = writeConfiguration(folder, "config", publisher.sourceToml());
    const auto index = folder / "index";
    const auto frameLog = folder / "frames";
    const auto statistics = folder / "statistics";
    auto window =
        Background::start({{program("weir-console"), "--config", config.string(), "--index",
                            index.string(), "--frame-stats", "--probe-log", frameLog.string()},
                           {},
                           statistics,
                           false});
    if (!window)
        return window.error();
    if (!waitForContent(frameLog, 30))
        return Error{Error::Code::Unreachable, "weir-console", "painted no frame within 30 s"};
    std::optional<KcatReader> kcat;
    if (!broker.empty())
        kcat.emplace(broker, topic,
                     static_cast<std::size_t>(options.rate)
                         * static_cast<std::size_t>(options.seconds));
    const PublishTimes published = publishSteadily(publisher, options.rate, options.seconds);
    Painted painted;
    if (kcat)
        painted.kcat = kcat->finish(published, 0.2);
    if (!waitForLast(index, published.size() - 1, frameLog))
        return Error{Error::Code::Unreachable, "weir-console", "did not paint the last event"};
    (void)window->stop();
    painted.longestTurn = longestTurn(contentOf(statistics));
    auto milliseconds = paintedAfter(index, published, readFrames(frameLog), 0.2);
    if (!milliseconds)
        return milliseconds.error();
    if (milliseconds->empty())
        return Error{Error::Code::NotFound, "probe", "no event was painted"};
    painted.milliseconds = std::move(*milliseconds);
    return painted;
}

void addRows(Report& report, const std::string& wire, const Painted& painted)
{
    for (const auto& [name, share] :
         {std::pair("p50", 0.50), std::pair("p95", 0.95), std::pair("p99", 0.99)}) {
        report.add({fmt::format("{}: published to painted, {}", wire, name),
                    percentile(painted.milliseconds, share), "weir-console",
                    painted.kcat.empty() ? 0 : percentile(painted.kcat, share), "kcat to its pipe",
                    "ms", fmt::format("{} probes", painted.milliseconds.size())});
    }
    report.add({wire + ": longest turn of the GUI thread", painted.longestTurn, "weir-console", 0,
                "", "ms CPU", ""});
}

} // namespace

Result<Report> latencyBench(const Options& options)
{
    if (std::getenv("DISPLAY") == nullptr)
        return Error{Error::Code::NotFound, "DISPLAY",
                     "needs a display; tests/support/with-desktop makes one"};
    Report report("latency");
    report.fact("rate",
                fmt::format("{} events/s for {} s, the first fifth left out", options.rate,
                            options.seconds));
    const auto zeroMq = zeroMqPublisher();
    const auto overZeroMq = measure(*zeroMq, options, {}, {});
    if (!overZeroMq)
        return overZeroMq.error();
    addRows(report, "ZeroMQ", *overZeroMq);
    const char* broker = std::getenv("WEIR_KAFKA_BOOTSTRAP");
    if (broker == nullptr) {
        report.fact("kafka", "skipped: WEIR_KAFKA_BOOTSTRAP is not set");
        return report;
    }
    const std::string topic = fmt::format("weir-bench-latency-{}", getpid());
    const auto kafka = kafkaPublisher(broker, topic);
    kafka->publish("{\"msg\":\"makes the topic\"}");
    const auto overKafka = measure(*kafka, options, broker, topic);
    if (!overKafka)
        return overKafka.error();
    addRows(report, "Kafka", *overKafka);
    return report;
}

} // namespace weir::bench
