// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::bench {

namespace {

struct Runs
{
    std::vector<double> wall;
    std::vector<double> cpu;
    double peakMegabytes = 0;
};

Result<Done> measure(const Command& command, Runs& runs)
{
    const auto used = run(command);
    if (!used)
        return used.error();
    if (used->exitCode != 0)
        return Error{Error::Code::Io, command.arguments.front(), "failed"};
    runs.wall.push_back(used->wallSeconds);
    runs.cpu.push_back(used->cpuSeconds);
    runs.peakMegabytes = std::max(runs.peakMegabytes, used->peakMegabytes);
    return Done{};
}

} // namespace

Result<Report> importBench(const Options& options)
{
    if (!isInstalled("zstd"))
        return Error{Error::Code::NotFound, "zstd", "it is the baseline and is not installed"};
    const ScratchFolder folder("weir-bench-import");
    const auto data = Dataset::make(folder, options.events, options.seed);
    if (!data)
        return data.error();
    const std::string json = data->jsonFile().string();
    const std::string index = (folder / "index").string();
    const Command ours{
        {program("weir"), "--index", index, "--config", (folder / "none").string(), "import", json},
        {},
        "/dev/null",
        false};
    const Command theirs{
        {"zstd", "-3", "-q", "-f", "-k", json, "-o", json + ".zst"}, {}, "/dev/null", false};

    Runs weir;
    Runs zstd;
    for (int i = 0; i < options.runs; ++i) {
        std::error_code ignored;
        std::filesystem::remove_all(index, ignored);
        if (const auto done = measure(ours, weir); !done)
            return done.error();
        if (const auto done = measure(theirs, zstd); !done)
            return done.error();
    }
    Report report("import");
    report.fact("events", std::to_string(data->events()));
    report.fact("seed", std::to_string(options.seed));
    report.fact("peak memory of weir", fmt::format("{:.0f} MB", weir.peakMegabytes));
    report.add({"a file of JSON lines, from start to end", median(weir.wall), "weir import",
                median(zstd.wall), "zstd -3", "s", "the aim is below 0.7 on two processors"});
    report.add({"bytes on disk after it", static_cast<double>(bytesIn(index)) / 1e6, "weir import",
                static_cast<double>(bytesIn(json + ".zst")) / 1e6, "zstd -3", "MB",
                "of 1 for the raw file: "
                    + fmt::format("{:.3f}", static_cast<double>(bytesIn(index))
                                      / static_cast<double>(bytesIn(json)))});
    report.add(
        {"the same, CPU", median(weir.cpu), "weir import", median(zstd.cpu), "zstd -3", "s", {}});
    return report;
}

} // namespace weir::bench
