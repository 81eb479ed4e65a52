// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <string>

namespace {

using namespace weir::bench;

void print(const Report& report, bool asJson)
{
    fmt::print("{}\n", asJson ? report.json() : report.table());
    std::fflush(stdout); // a growth bench takes long
}

struct Bench
{
    const char* name;
    const char* description;
    std::function<weir::Result<Report>(const Options&)> run;
};

void addOptions(CLI::App& app, Options& options)
{
    app.add_option("--events", options.events, "events to generate")->capture_default_str();
    app.add_option("--seed", options.seed, "seed of the generator")->capture_default_str();
    app.add_option("--form", options.form, "json or text: how an event is written")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Form>{{"json", Form::Json}, {"text", Form::Text}}));
    app.add_option("--runs", options.runs, "counted runs; the median is printed")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--sizes", options.sizes, "growth: numbers of events, ascending")
        ->delimiter(',')
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "latency: how long to publish")
        ->capture_default_str();
    app.add_option("--rate", options.rate, "latency, ui: events per second")->capture_default_str();
    app.add_option("--index", options.index, "ui: an index that is there, left as it is");
    app.add_option("--parts", options.parts, "ui: only these of starts,script,counts,jumps,idle,load")
        ->delimiter(',')
        ->check(CLI::IsMember({"starts", "script", "counts", "jumps", "idle", "load"}));
    app.add_option("--data", options.data, "patterns: folder with *_2k.log_structured.csv");
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Measures Weir against what people use, in one run. Ratios count, not times.");
    app.require_subcommand(1);
    app.fallthrough();
    Options options;
    bool asJson = false;
    addOptions(app, options);
    app.add_flag("--json", asJson, "print JSON");
    const auto show = [&asJson](const Report& report) {
        print(report, asJson);
    };
    const std::array benches{
        Bench{"ingest", "wire and memory into the index", ingestBench},
        Bench{"formats", "topics in several formats into the index", formatsBench},
        Bench{"compact", "memory into cold blocks of a sealed slice", compactBench},
        Bench{"redact", "looking for what is redacted, against decoding", redactBench},
        Bench{"import", "a file into the index, against zstd -3", importBench},
        Bench{"search", "queries against ripgrep and DuckDB", searchBench},
        Bench{"growth", "the same for several numbers of events",
              [&show](const Options& all) {
                  return growthBench(all, show);
              }},
        Bench{"latency", "published to painted, in the real window", latencyBench},
        Bench{"ui", "the real window, driven by keys and mouse", uiBench},
        Bench{"patterns", "messages into patterns, on labelled sets", patternsBench},
    };
    for (const Bench& bench : benches)
        app.add_subcommand(bench.name, bench.description);
    CLI11_PARSE(app, argc, argv);

    for (const Bench& bench : benches) {
        if (!app.got_subcommand(bench.name))
            continue;
        const auto report = bench.run(options);
        if (!report) {
            fmt::print(stderr, "weir-bench: {}\n", report.error().text());
            return 1;
        }
        show(*report);
    }
    return 0;
}
