// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inquiry.h"
#include "app/cli/patternlist.h"
#include "store/read/messageloader.h"
#include "store/read/patternscan.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace weir::cli {

namespace {

struct Options
{
    ReadOptions read;
    RangeOptions range;
    std::size_t limit = 0; ///< 0: all
    bool explain = false;
};

Result<OutputOptions> patternOutputOf(const Options& options, const Globals& globals,
                                      const Query& query)
{
    if (query.aggregate)
        return Error{Error::Code::InvalidInput, "",
                     "patterns are of events: leave out what follows |"};
    auto output = outputOf(options.read, globals, false);
    if (output && output->format == Format::Raw)
        return Error{Error::Code::InvalidInput, "--format", "'raw' is for events"};
    return output;
}

/// In the order of seqs, so that no block is opened twice.
std::vector<std::optional<std::string>> examplesOf(const std::vector<PatternGroup>& patterns,
                                                   IndexReader& reader)
{
    std::vector<std::size_t> order(patterns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&patterns](std::size_t a, std::size_t b) {
        return patterns[a].seen.oldest < patterns[b].seen.oldest;
    });
    MessageLoader loader(reader);
    std::vector<std::optional<std::string>> examples(patterns.size());
    for (const std::size_t i : order) {
        if (auto message = loader.message(patterns[i].seen.oldest))
            examples[i] = std::move(*message);
    }
    return examples;
}

Result<Done> print(const Options& options, const OutputOptions& output, const Question& question,
                   const AskedIndex& index)
{
    const auto ceiling = index.reader().newest();
    if (!ceiling)
        return ceiling.error();
    PatternScan scan(index.folder(), {question.filter, question.range, *ceiling});
    if (const auto done = scan.run({}); !done)
        return done.error();
    PatternList list{scan.patterns(), {}};
    auto& patterns = list.groups.patterns;
    if (options.limit > 0 && options.limit < patterns.size())
        patterns.erase(patterns.begin() + static_cast<std::ptrdiff_t>(options.limit),
                       patterns.end());
    list.examples = examplesOf(patterns, index.reader());
    fmt::print("{}", printPatterns(list, output));
    if (options.explain)
        fmt::print(stderr, "{}\n", explanation(scan.figures()));
    if (const auto text = incompleteness(list.groups))
        complain(*text);
    for (const Error& problem : scan.problems())
        index.reader().reportDamage(problem);
    return Done{};
}

int patterns(const Globals& globals, const Options& options)
{
    const auto inquiry = inquiryOf(options.read, options.range);
    if (!inquiry)
        return failure(inquiry.error());
    const auto output = patternOutputOf(options, globals, inquiry->question.query);
    if (!output)
        return failure(output.error());
    const auto index = AskedIndex::open(inquiry->what, options.read, globals);
    if (!index)
        return failure(index.error());
    const auto printed = print(options, *output, inquiry->question, *index);
    complainOfDamage(index->reader().problems());
    return printed ? exitDone : failure(printed.error());
}

} // namespace

void addPatternsCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* const command =
        app.add_subcommand("patterns", "Groups matching events by the pattern of their messages");
    addInquiryOptions(*command, options->read, "text, ndjson, csv or table");
    addRangeOptions(*command, options->range);
    command->add_option("--limit", options->limit, "The N most frequent patterns")->type_name("N");
    command->add_flag("--explain", options->explain, "Say on stderr what was read");
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            return patterns(globals, *options);
        };
    });
}

} // namespace weir::cli
