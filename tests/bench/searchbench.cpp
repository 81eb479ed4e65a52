// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

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
    std::vector<double> wall;
    std::uint64_t count = 0;
};

Result<Done> ask(const Command& command, Answer& answer)
{
    const auto used = run(command);
    if (!used)
        return used.error();
    answer.wall.push_back(used->wallSeconds * 1000);
    answer.count = std::strtoull(used->output.c_str(), nullptr, 10);
    return Done{};
}

Result<Row> compare(const Question& question, const Dataset& data, const std::string& index,
                    const Options& options)
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

    const std::string note = weir.count == ripgrep.count
        ? fmt::format("{} hits", weir.count)
        : fmt::format("COUNTS DIFFER: {} and {}", weir.count, ripgrep.count);
    return Row{question.name, median(weir.wall), "weir query", median(ripgrep.wall), "rg", "ms",
               note};
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
    const auto config = writeConfiguration(
        folder, "config",
        fmt::format("[[source]]\nname = \"bench\"\nfile = {{ paths = [\"{}\"] }}\n",
                    data->jsonFile().string()));
    const std::string index = (folder / "index").string();
    const auto collected = run(
        {{program("weir"), "collect", "--until-end", "--config", config.string(), "--index", index},
         {},
         "/dev/null",
         false});
    if (!collected)
        return collected.error();
    if (collected->exitCode != 0)
        return Error{Error::Code::Io, "weir collect", "failed"};

    Report report("search");
    report.fact("events", std::to_string(data->events()));
    report.fact("seed", std::to_string(options.seed));
    report.fact("indexed in", fmt::format("{:.2f} s", collected->wallSeconds));
    for (const Question& question : questions) {
        auto row = compare(question, *data, index, options);
        if (!row)
            return row.error();
        report.add(std::move(*row));
    }
    return report;
}

} // namespace weir::bench
