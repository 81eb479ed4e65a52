// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/fileimport.h"
#include "app/cli/progress.h"
#include "app/cli/stoponsignals.h"
#include "collectors/decode/decoder.h"
#include "core/json.h"
#include "core/visible.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace weir::cli {

namespace {

/// Retention by bytes removes whole slices, so they must be small beside the limit.
constexpr std::uint64_t slicesPerLimit = 8;

WriterOptions writerOptions(const Globals& globals, const WeirConfig& config)
{
    WriterOptions options;
    options.folder = globals.index;
    options.durability = config.durability;
    options.retention = config.retention;
    if (const auto most = config.retention.index.bytes)
        options.sliceBytes = std::min(options.sliceBytes, *most / slicesPerLimit);
    return options;
}

std::string outcomeText(const FileImport::Outcome& outcome)
{
    if (outcome.events == 0)
        return fmt::format("{}: nothing new", visibleText(outcome.file));
    return fmt::format("{}: {} events from {} into the source {}, in {:.2f} s{}",
                       visibleText(outcome.file), grouped(outcome.events),
                       bytesText(static_cast<std::uint64_t>(outcome.to - outcome.from)),
                       visibleText(outcome.source), outcome.seconds,
                       outcome.from > 0 ? ", after what was indexed already" : "");
}

std::string outcomeJson(const FileImport::Outcome& outcome)
{
    JsonWriter json;
    json.beginObject();
    json.member("file", std::string_view(outcome.file));
    json.member("source", std::string_view(outcome.source));
    json.member("events", outcome.events).member("from", outcome.from).member("to", outcome.to);
    json.member("complete", outcome.isComplete).member("elapsed_s", outcome.seconds);
    if (outcome.error)
        json.member("error", std::string_view(outcome.error->text()));
    json.endObject();
    return json.take();
}

/// Says on stderr what went wrong with a file, and how far it got all the same.
void complainOf(const FileImport::Outcome& outcome)
{
    if (outcome.error)
        complain(visibleText(outcome.error->text()));
    if (!outcome.isComplete && outcome.events > 0)
        complain(
            fmt::format("{}: up to byte {} it is imported; the same command goes on from there",
                        visibleText(outcome.file), outcome.to));
}

int importFiles(const Globals& globals, ImportOptions& options)
{
    options.json = globals.json;
    const Configuration configuration = loadConfiguration(globals.config);
    if (!options.format.empty()) {
        SourceConfig source;
        source.format = options.format;
        useFormats(configuration.formats, source);
        if (const auto decoder = makeDecoder(source); !decoder)
            return failure(decoder.error());
    }
    auto slices = SliceHandover::begin(writerOptions(globals, configuration.weir));
    if (!slices)
        return failure(slices.error());
    const std::atomic<bool>& stop = stopOnSignals();
    FileImport run(options, configuration, std::move(*slices), stop);
    std::vector<FileImport::Outcome> outcomes;
    for (const std::string& file : options.files) {
        if (!stop)
            outcomes.push_back(run.add(file));
    }
    if (const auto done = run.finish(); !done) {
        complain(visibleText(done.error().text()));
        complain(fmt::format("{} events were imported before that", grouped(run.adopted())));
        return exitFailed;
    }
    bool isComplete = !stop;
    for (const FileImport::Outcome& outcome : outcomes) {
        if (globals.json)
            fmt::print("{}\n", outcomeJson(outcome));
        else if (!outcome.error || outcome.events > 0)
            fmt::print("{}\n", outcomeText(outcome));
        complainOf(outcome);
        isComplete = isComplete && outcome.isComplete;
    }
    return isComplete ? exitDone : exitFailed;
}

} // namespace

void addImportCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<ImportOptions>();
    auto* command = app.add_subcommand(
        "import", "Indexes files: plain, or packed with gzip, zstd, lz4, bzip2 or xz");
    command->add_option("FILE", options->files, "Files, or - for standard input")->required();
    command
        ->add_option("--source", options->source, "The source they belong to; else the file's name")
        ->type_name("NAME");
    command->add_option("--format", options->format,
                        "auto, or one of docs/formats.md, or one of your own");
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            return importFiles(globals, *options);
        };
    });
}

} // namespace weir::cli
