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
    const auto used = runToSuccess(command);
    if (!used)
        return used.error();
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
    const auto data = Dataset::make(folder, options.form, options.events, options.seed);
    if (!data)
        return data.error();
    const std::string file = data->file().string();
    const std::string index = (folder / "index").string();
    const Command ours{
        {program("weir"), "--index", index, "--config", (folder / "none").string(), "import", file},
        {},
        "/dev/null",
        false};
    const Command theirs{
        {"zstd", "-3", "-q", "-f", "-k", file, "-o", file + ".zst"}, {}, "/dev/null", false};

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
    report.fact("data", data->description());
    report.fact("peak memory of weir", fmt::format("{:.0f} MB", weir.peakMegabytes));
    const auto stored = static_cast<double>(bytesIn(index));
    const auto packed = static_cast<double>(bytesIn(file + ".zst"));
    const auto events = static_cast<double>(data->events());
    report.add({"the file, from start to end", median(weir.wall), "weir import", median(zstd.wall),
                "zstd -3", "s", "whole processes"});
    report.add(
        {"the same, CPU", median(weir.cpu), "weir import", median(zstd.cpu), "zstd -3", "s", {}});
    report.add({"on disk after it", stored / 1e6, "weir import", packed / 1e6, "zstd -3", "MB",
                fmt::format("{:.3f} of the file", stored / static_cast<double>(data->bytes()))});
    report.add({"on disk after it, an event",
                stored / events,
                "weir import",
                packed / events,
                "zstd -3",
                "B",
                {}});
    return report;
}

} // namespace weir::bench
