// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aggregatetable.h"
#include "app/cli/exportrun.h"
#include "app/cli/inquiry.h"
#include "core/visible.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    ReadOptions read;
    RangeOptions range;
    std::string file;
    bool keepsExisting = false;
    std::optional<std::uint64_t> upTo;
};

Result<ExportFormat> formatOf(const Options& options)
{
    const std::string name = options.read.format.empty()
        ? std::filesystem::path(options.file).extension().string()
        : '.' + options.read.format;
    if (const auto format = exportFormat(name))
        return *format;
    return Error{Error::Code::InvalidInput, options.read.format.empty() ? options.file : "--format",
                 "the format is told by the name, which ends with .ndjson, .csv, .txt, .raw or "
                 ".weir, or by --format"};
}

int exportEvents(const Globals& globals, Options& options)
{
    const auto format = formatOf(options);
    if (!format)
        return failure(format.error());
    std::error_code unknown;
    if (options.keepsExisting && std::filesystem::exists(options.file, unknown))
        return failure(Error{Error::Code::InvalidInput, options.file,
                             "this file exists already; choose another name"});
    options.read.format.clear();
    auto inquiry = inquiryOf(options.read, options.range);
    if (!inquiry)
        return failure(inquiry.error());
    auto output = outputOf(options.read, globals, false);
    if (!output)
        return failure(output.error());
    const auto index = AskedIndex::open(inquiry->what, options.read, globals);
    if (!index)
        return failure(index.error());
    ExportRun run(index->reader(), std::move(inquiry->question),
                  {options.file, *format, *output, globals.json,
                   options.upTo ? std::optional(EventSeq{*options.upTo}) : std::nullopt});
    const auto events = run.run();
    complainOfDamage(index->reader().problems());
    if (!events)
        return failure(events.error());
    if (globals.json)
        fmt::print("{{\"events\":{}}}\n", *events);
    else
        fmt::print("{}: {} events\n", visibleText(options.file), grouped(*events));
    return exitDone;
}

} // namespace

void addExportCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("export", "Writes the whole result of a query into a file");
    addReadOptions(*command, options->read);
    addRangeOptions(*command, options->range);
    command->add_option("-o,--output", options->file, "The file; its ending tells the format")
        ->type_name("FILE")
        ->required();
    command->add_flag("--keep-existing", options->keepsExisting, "Never replace a file");
    command->add_option("--up-to", options->upTo, "Nothing newer than the event with this number")
        ->type_name("SEQ");
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            return exportEvents(globals, *options);
        };
    });
}

} // namespace weir::cli
