// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace weir::cli {

/// Exit codes of every command; the same on all pages of documentation.
constexpr int exitDone = 0;
constexpr int exitFailed = 1; ///< the operation failed, or -q and nothing matched
constexpr int exitUsage = 2; ///< wrong usage or configuration

/// What holds for every command.
struct Globals
{
    std::filesystem::path config;
    std::filesystem::path index;
    bool json = false;
};

/// A subcommand registers its options and sets `run` when it was chosen; the main calls it.
using Run = std::function<int()>;

void addQueryCommand(CLI::App& app, const Globals& globals, Run& run);
void addPatternsCommand(CLI::App& app, const Globals& globals, Run& run);
void addTailCommand(CLI::App& app, const Globals& globals, Run& run);
void addStatusCommand(CLI::App& app, const Globals& globals, Run& run);
void addCheckCommand(CLI::App& app, const Globals& globals, Run& run);
void addImportCommand(CLI::App& app, const Globals& globals, Run& run);
void addExportCommand(CLI::App& app, const Globals& globals, Run& run);
void addCollectCommand(CLI::App& app, const Globals& globals, Run& run);
void addPurgeCommand(CLI::App& app, const Globals& globals, Run& run);
void addSourceCommand(CLI::App& app, const Globals& globals, Run& run);
void addShowCommand(CLI::App& app, const Globals& globals, Run& run);
void addDemoCommand(CLI::App& app, const Globals& globals, Run& run);

/// Parses the command line and runs what it asks for.
int runCommandLine(int argc, char** argv);

/// "weir: MESSAGE" on stderr.
void complain(const std::string& message);
/// The same for what an index has lost: a line for each of the first places, and how many there are.
void complainOfDamage(const std::vector<Error>& places);
/// The same for an error; gives the exit code that goes with it.
int failure(const Error& error);

} // namespace weir::cli
