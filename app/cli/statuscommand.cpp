// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/controlclient.h"
#include "app/cli/eventwriter.h"
#include "core/visible.h"
#include "store/read/indexreader.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace weir::cli {

namespace {

/// What the index alone can tell, when no collector runs.
Result<Status> statusOfIndex(const std::filesystem::path& index)
{
    const auto reader = IndexReader::open(index);
    if (!reader)
        return reader.error();
    const auto totals = (*reader)->totals();
    if (!totals)
        return totals.error();
    Status status;
    status.state = "not running";
    status.indexEvents = totals->events;
    status.indexBytes = totals->bytes;
    status.slices = totals->slices;
    status.oldest = totals->oldest;
    status.newest = totals->newest;
    for (const SourceTotals& totalsOfSource : totals->sources) {
        SourceStatus source;
        source.name = totalsOfSource.source;
        source.state = SourceState::Ended;
        source.events = totalsOfSource.events;
        source.undecodable = totalsOfSource.undecodable;
        status.sources.push_back(std::move(source));
    }
    return status;
}

Result<Status> statusOf(const std::filesystem::path& index)
{
    const auto client = ControlClient::connect(index);
    if (!client)
        return statusOfIndex(index);
    const auto answer = (*client)->request("status");
    if (!answer)
        return answer.error();
    return Status::fromJson(*answer);
}

void printSources(const Status& status)
{
    std::vector<std::vector<std::string>> rows{
        {"source", "kind", "state", "events", "events/s", "lag", "dropped", "gaps", "undecodable"}};
    for (const SourceStatus& source : status.sources)
        rows.push_back(
            {visibleText(source.name), source.kind, std::string(nameOf(source.state)),
             std::to_string(source.events), fmt::format("{:.0f}", source.eventsPerSecond),
             source.lag ? std::to_string(*source.lag) : "-", std::to_string(source.dropped),
             std::to_string(source.gaps.size()), std::to_string(source.undecodable)});
    if (rows.size() > 1)
        fmt::print("\n{}", alignedTable(rows));
    for (const SourceStatus& source : status.sources) {
        if (!source.lastError.empty())
            fmt::print("{}: {}\n", visibleText(source.name), visibleText(source.lastError));
    }
}

void print(const Status& status)
{
    fmt::print("collector  {}{}\n", status.state,
               status.pid != 0 ? fmt::format(" (pid {}, {:.0f} s, {} MB)", status.pid,
                                             status.uptimeSeconds, status.rssBytes / 1'000'000)
                               : "");
    fmt::print("index      {} events, {} bytes, {} slices\n", status.indexEvents, status.indexBytes,
               status.slices);
    if (status.oldest && status.newest)
        fmt::print("           {} to {}\n", formatTime(*status.oldest), formatTime(*status.newest));
    fmt::print("alerts     {} firing, {} pending\n", status.alertsFiring, status.alertsPending);
    for (const std::string& sentence :
         {status.writerError, status.compactionError, status.notifier}) {
        if (!sentence.empty())
            fmt::print("           {}\n", visibleText(sentence));
    }
    printSources(status);
}

int status(const Globals& globals)
{
    const auto found = statusOf(globals.index);
    if (!found)
        return failure(found.error());
    if (globals.json)
        fmt::print("{}\n", found->toJson());
    else
        print(*found);
    return exitDone;
}

} // namespace

void addStatusCommand(CLI::App& app, const Globals& globals, Run& run)
{
    app.add_subcommand("status", "Sources, rates, lag, drops, gaps, index, alerts")
        ->final_callback([&] {
            run = [&globals] {
                return status(globals);
            };
        });
}

} // namespace weir::cli
