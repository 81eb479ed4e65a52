// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/cli/eventwriter.h"
#include "app/cli/question.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weir::cli {

/// What `query`, `tail`, `export` and `patterns` have in common: a query, sources, and how to print.
struct ReadOptions
{
    std::vector<std::string> arguments; ///< sources and at most one query
    std::string format;
    std::string fields; ///< comma-separated
    bool raw = false;
    bool nul = false;
    bool keep = false;
};

void addReadOptions(CLI::App& command, ReadOptions& options);
/// The same for who prints no events: neither fields nor raw payloads.
void addInquiryOptions(CLI::App& command, ReadOptions& options, const std::string& formats);
void addRangeOptions(CLI::App& command, RangeOptions& options);

/// The sources among the arguments, and the query.
struct SourcesAndQuery
{
    std::vector<std::string> sources;
    std::optional<std::filesystem::path> exported; ///< what to read in place of the index
    std::string query;
};

/// InvalidInput when there are two queries, a source that cannot be used, or an exported file beside
/// anything else to read.
Result<SourcesAndQuery> sortArguments(const ReadOptions& options);

/// InvalidInput for a format that does not exist.
Result<OutputOptions> outputOf(const ReadOptions& options, const Globals& globals, bool aggregates);

} // namespace weir::cli
