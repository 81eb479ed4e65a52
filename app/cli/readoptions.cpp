// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/readoptions.h"

#include "app/cli/adhoc.h"
#include "core/query/names.h"
#include "store/slicefiles.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace weir::cli {

namespace {

constexpr const char* onlyAlone = "an exported file is read alone, without other files or streams";

/// Names separated by commas; one that has commas itself stands in quotes, as in a CSV file.
Result<std::vector<std::string>> splitNames(const std::string& text)
{
    std::vector<std::string> names;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string name;
        if (text[at] == '"') {
            bool isClosed = false;
            for (++at; at < text.size() && !isClosed; ++at) {
                const bool isDoubled = text.compare(at, 2, "\"\"") == 0;
                isClosed = text[at] == '"' && !isDoubled;
                if (!isClosed)
                    name += text[at];
                at += isDoubled ? 1 : 0;
            }
            if (!isClosed || (at < text.size() && text[at] != ','))
                return Error{Error::Code::InvalidInput, "--fields",
                             "a quoted name ends with a quote and a comma: \"a,b\",c"};
        } else {
            const std::size_t end = std::min(text.find(',', at), text.size());
            name = text.substr(at, end - at);
            at = end;
        }
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace

void addReadOptions(CLI::App& command, ReadOptions& options)
{
    addInquiryOptions(command, options, "text, ndjson, csv, table (aggregates) or raw");
    command.add_option("--fields", options.fields, "Columns of text and csv, separated by commas; \"a,b\" is one");
    command.add_flag("-0,--null", options.nul, "With --format raw: end each payload with NUL");
}

void addInquiryOptions(CLI::App& command, ReadOptions& options, const std::string& formats)
{
    command
        .add_option("QUERY", options.arguments,
                    "A query (docs/query-language.md) and sources to read instead of the index")
        ->type_name("[SOURCE...] [QUERY]");
    command.add_option("--format", options.format, formats);
    command.add_flag("--raw", options.raw, "Write control characters to the terminal as they are");
    command.add_flag("--keep", options.keep, "Keep the index of sources given here");
}

void addRangeOptions(CLI::App& command, RangeOptions& options)
{
    command.add_option("--from", options.from, "Begin: RFC 3339, -15m, now")->type_name("T");
    command.add_option("--to", options.to, "End, not included")->type_name("T");
    command.add_option("--last", options.last, "The last 15m, 2h, 7d")->type_name("DURATION");
}

Result<SourcesAndQuery> sortArguments(const ReadOptions& options)
{
    SourcesAndQuery sorted;
    bool hasQuery = false;
    for (const std::string& argument : options.arguments) {
        if (isSliceFile(argument)) {
            if (sorted.exported)
                return Error{Error::Code::InvalidInput, argument, onlyAlone};
            sorted.exported = argument;
            continue;
        }
        if (isSource(argument)) {
            if (const auto problem = problemOf(argument))
                return Error{Error::Code::InvalidInput, "", *problem};
            sorted.sources.push_back(argument);
            continue;
        }
        if (hasQuery)
            return Error{Error::Code::InvalidInput, "",
                         "one query only; put it in quotes: '" + sorted.query + " " + argument
                             + "'"};
        sorted.query = argument;
        hasQuery = true;
    }
    if (sorted.exported && !sorted.sources.empty())
        return Error{Error::Code::InvalidInput, sorted.exported->string(), onlyAlone};
    return sorted;
}

Result<OutputOptions> outputOf(const ReadOptions& options, const Globals& globals, bool aggregates)
{
    OutputOptions output;
    output.untouched = options.raw;
    output.endWithNul = options.nul;
    if (options.format.empty()) {
        output.format = globals.json ? Format::Ndjson : aggregates ? Format::Table : Format::Text;
    } else {
        const auto format = parseFormat(options.format);
        if (!format)
            return Error{Error::Code::InvalidInput, "--format",
                         "'" + options.format + "' is none of text, ndjson, csv, table, raw"};
        output.format = *format;
    }
    const auto names = splitNames(options.fields);
    if (!names)
        return names.error();
    for (const std::string& name : *names)
        output.fields.push_back(canonicalName(name));
    return output;
}

} // namespace weir::cli
