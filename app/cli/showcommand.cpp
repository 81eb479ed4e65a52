// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/controlclient.h"
#include "app/cli/programs.h"
#include "core/permalink.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace weir::cli {

namespace {

/// The window of this index that was used last, else a new one.
int show(const Globals& globals, const std::string& url)
{
    if (!parsePermalink(url)) {
        complain(url
                 + ": is no link: weir://event/SEQ, weir://kafka/CLUSTER/TOPIC/PARTITION/OFFSET or "
                   "weir://alert/NAME");
        return exitUsage;
    }
    if (const auto client = ControlClient::connect(globals.index)) {
        if ((*client)->request("show", {{"url", url}}))
            return exitDone;
    }
    return become("weir-console", {"--config", globals.config.string(), "--index",
                                   globals.index.string(), "--show", url});
}

} // namespace

void addShowCommand(CLI::App& app, const Globals& globals, Run& run)
{
    CLI::App* command = app.add_subcommand("show", "Brings the window to an event or an alert");
    const auto url = std::make_shared<std::string>();
    command->add_option("URL", *url, "weir://event/SEQ, weir://kafka/CLUSTER/TOPIC/PARTITION/OFFSET, "
                                     "weir://alert/NAME")
        ->required();
    command->final_callback([&run, &globals, url] {
        run = [&globals, url] {
            return show(globals, *url);
        };
    });
}

} // namespace weir::cli
