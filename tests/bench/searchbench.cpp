// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace weir::bench {

namespace {

struct Question
{
    const char* name;
    const char* needle; ///< its name in the manifest
    bool isRegex;
};

constexpr std::array questions{
    Question{"rare literal", "rare", false},
    Question{"rare literal, cut inside words", "mid", false},
    Question{"absent literal", "absent", false},
    Question{"common literal (2 %)", "common", false},
    Question{"trace id", "trace", false},
    Question{"IP address", "ip", false},
    Question{"regex with a literal", "regex_lit", true},
    Question{"regex without a literal", "regex_nolit", true},
};

struct Answer
{
    std::vector<double> wall; ///< milliseconds
    std::uint64_t count = 0;
    double peakMegabytes = 0;
};

Result<Done> ask(const Command& command, Answer& answer)
{
    const auto used = run(command);
    if (!used)
        return used.error();
    answer.wall.push_back(used->wallSeconds * 1000);
    answer.count = std::strtoull(used->output.c_str(), nullptr, 10);
    answer.peakMegabytes = std::max(answer.peakMegabytes, used->peakMegabytes);
    return Done{};
}

Result<Row> compare(const Question& question, const Dataset& data, const std::string& index,
                    const Options& options, double& peak)
{
    const std::string& needle = data.needle(question.needle);
    const std::string query = question.isRegex ? "~/" + needle + "/" : '"' + needle + '"';
    const Command ours{
        {program("weir"), "query", query, "--count", "--index", index}, {}, {}, true};
    Command theirs{{"rg", "-c", needle, data.jsonFile().string()}, {}, {}, true};
    if (!question.isRegex)
        theirs.arguments.insert(theirs.arguments.begin() + 2, {"-i", "-F"});

    Answer weir;
    Answer ripgrep;
    for (int i = 0; i < options.runs + 1; ++i) {
        if (const auto asked = ask(ours, weir); !asked)
            return asked.error();
        if (const auto asked = ask(theirs, ripgrep); !asked)
            return asked.error();
    }
    // The first of each only warms the page cache.
    weir.wall.erase(weir.wall.begin());
    ripgrep.wall.erase(ripgrep.wall.begin());

    peak = std::max(peak, weir.peakMegabytes);
    const std::string note = weir.count == ripgrep.count
        ? fmt::format("{} hits", weir.count)
        : fmt::format("COUNTS DIFFER: {} and {}", weir.count, ripgrep.count);
    return Row{question.name, median(weir.wall), "weir query", median(ripgrep.wall), "rg", "ms",
               note};
}

/// The median of several runs, after one that only warms.
Result<double> timed(const Command& command, const Options& options, double& peak)
{
    Answer answer;
    for (int i = 0; i < options.runs + 1; ++i) {
        if (const auto asked = ask(command, answer); !asked)
            return asked.error();
    }
    answer.wall.erase(answer.wall.begin());
    peak = std::max(peak, answer.peakMegabytes);
    return median(answer.wall);
}

Result<Done> addNewest(const std::string& index, const Options& options, Report& report,
                       double& peak)
{
    const auto time = timed({{program("weir"), "query", "level>=error", "--limit", "200", "--index",
                              index, "--format", "ndjson"},
                             {},
                             {},
                             true},
                            options, peak);
    if (!time)
        return time.error();
    report.add({"newest 200 of errors", *time, "weir query", 0, "", "ms", "whole process"});
    return Done{};
}

struct AggregateQuestion
{
    const char* name;
    const char* query;
    const char* sql; ///< over the table e
};

constexpr std::array aggregates{
    AggregateQuestion{"count by service", "| count by service",
                      "SELECT service, count(*) FROM e GROUP BY 1"},
    AggregateQuestion{"histogram by severity and minute", "| count by level every 1m",
                      "SELECT level, date_trunc('minute', ts), count(*) FROM e GROUP BY 1, 2"},
    AggregateQuestion{"p95 of latency by service and minute",
                      "| p95(latency_ms) by service every 1m",
                      "SELECT service, date_trunc('minute', ts), approx_quantile(latency_ms, 0.95)"
                      " FROM e GROUP BY 1, 2"},
};

/// DuckDB over the same events in its own tables, the median of the statement alone.
constexpr const char* duckdbScript = R"py(
import duckdb, sys, time, statistics
db = duckdb.connect()
db.execute("CREATE TABLE e AS SELECT * FROM read_json_auto('" + sys.argv[1] + "')")
for sql in sys.argv[3:]:
    times = []
    for _ in range(int(sys.argv[2]) + 1):
        begin = time.perf_counter()
        db.execute(sql).fetchall()
        times.append((time.perf_counter() - begin) * 1000)
    print(statistics.median(times[1:]))
)py";

/// Milliseconds for each aggregate; empty where DuckDB cannot be had.
std::vector<double> duckdbTimes(const Dataset& data, const Options& options)
{
    Command command{{"python3", "-c", duckdbScript, data.jsonFile().string(),
                     std::to_string(options.runs)},
                    {},
                    {},
                    true};
    for (const AggregateQuestion& question : aggregates)
        command.arguments.emplace_back(question.sql);
    const auto used = run(command);
    std::vector<double> times;
    if (!used || used->exitCode != 0)
        return times;
    std::istringstream lines(used->output);
    for (double time = 0; lines >> time;)
        times.push_back(time);
    return times;
}

Result<Done> addAggregates(const Dataset& data, const std::string& index, const Options& options,
                           Report& report, double& peak)
{
    const std::vector<double> duckdb = duckdbTimes(data, options);
    if (duckdb.size() != aggregates.size())
        report.fact("duckdb", "not measured: python3 has no module duckdb");
    for (std::size_t i = 0; i < aggregates.size(); ++i) {
        const auto time = timed(
            {{program("weir"), "query", aggregates[i].query, "--index", index}, {}, {}, true},
            options, peak);
        if (!time)
            return time.error();
        report.add({aggregates[i].name, *time, "weir query",
                    duckdb.size() == aggregates.size() ? duckdb[i] : 0, "DuckDB", "ms",
                    "whole process against the statement alone"});
    }
    return Done{};
}

} // namespace

Result<Report> searchBench(const Options& options)
{
    if (!isInstalled("rg"))
        return Error{Error::Code::NotFound, "rg", "ripgrep is the baseline and is not installed"};
    const ScratchFolder folder("weir-bench-search");
    const auto data = Dataset::make(folder, options.events, options.seed);
    if (!data)
        return data.error();
    const std::string index = (folder / "index").string();
    const auto imported =
        run({{program("weir"), "--index", index, "--config", (folder / "none").string(), "import",
              data->jsonFile().string()},
             {},
             "/dev/null",
             false});
    if (!imported)
        return imported.error();
    if (imported->exitCode != 0)
        return Error{Error::Code::Io, "weir import", "failed"};

    Report report("search");
    report.fact("events", std::to_string(data->events()));
    report.fact("seed", std::to_string(options.seed));
    report.fact("imported in", fmt::format("{:.2f} s", imported->wallSeconds));
    double peak = 0;
    for (const Question& question : questions) {
        auto row = compare(question, *data, index, options, peak);
        if (!row)
            return row.error();
        report.add(std::move(*row));
    }
    if (const auto asked = addNewest(index, options, report, peak); !asked)
        return asked.error();
    if (const auto asked = addAggregates(*data, index, options, report, peak); !asked)
        return asked.error();
    report.add({"peak memory of a reader", peak, "weir query", 0, "", "MB", "on any of these"});
    return report;
}

} // namespace weir::bench
