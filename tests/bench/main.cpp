// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

int print(const weir::Result<weir::bench::Report>& report, bool asJson)
{
    if (!report) {
        fmt::print(stderr, "weir-bench: {}\n", report.error().text());
        return 1;
    }
    fmt::print("{}\n", asJson ? report->json() : report->table());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Measures Weir against what people use, in one run. Ratios count, not times.");
    app.require_subcommand(1);
    weir::bench::Options options;
    bool asJson = false;
    app.add_option("--events", options.events, "events to generate")->capture_default_str();
    app.add_option("--seed", options.seed, "seed of the generator")->capture_default_str();
    app.add_option("--runs", options.runs, "counted runs; the median is printed")
        ->capture_default_str();
    app.add_option("--seconds", options.seconds, "latency: how long to publish")
        ->capture_default_str();
    app.add_option("--rate", options.rate, "latency: events per second")->capture_default_str();
    app.add_option("--data", options.data, "patterns: folder with *_2k.log_structured.csv");
    app.add_flag("--json", asJson, "print JSON");
    app.fallthrough();
    auto* ingest = app.add_subcommand("ingest", "wire and memory into the index");
    auto* imports = app.add_subcommand("import", "a file into the index, against zstd -3");
    auto* latency = app.add_subcommand("latency", "published to painted, in the real window");
    auto* patterns = app.add_subcommand("patterns", "messages into patterns, on labelled sets");
    auto* search = app.add_subcommand("search", "queries against ripgrep");
    CLI11_PARSE(app, argc, argv);

    if (ingest->parsed())
        return print(weir::bench::ingestBench(options), asJson);
    if (imports->parsed())
        return print(weir::bench::importBench(options), asJson);
    if (latency->parsed())
        return print(weir::bench::latencyBench(options), asJson);
    if (patterns->parsed())
        return print(weir::bench::patternsBench(options), asJson);
    return search->parsed() ? print(weir::bench::searchBench(options), asJson) : 2;
}
