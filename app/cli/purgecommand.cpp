// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/cli/controlclient.h"
#include "app/cli/question.h"
#include "store/read/indexreader.h"
#include "store/write/indexwriter.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <future>

namespace weir::cli {

namespace {

struct Options
{
    std::string query;
    std::string source;
};

/// Nobody waits for commits where nothing is collected.
class NoListener final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>&) override { }
    void ticked(TimePoint) override { }
    void failed(const Error& error) override { complain(error.text()); }
};

/// The query that names what is to go.
Result<Question> whatOf(const Options& options)
{
    std::string text = options.query;
    if (!options.source.empty()) {
        std::string quoted;
        for (const char c : options.source)
            quoted.append(c == '"' || c == '\\' ? "\\" : "").push_back(c);
        text = "source:\"" + quoted + "\"";
    }
    auto question = ask(text, {}, std::chrono::system_clock::now());
    if (!question)
        return question;
    const bool isPlain = !question->query.aggregate && !question->filter->matchesEverything();
    if (options.query.empty() == options.source.empty() || !isPlain)
        return Error{Error::Code::InvalidInput, "",
                     "purge needs a query, without a | and not for everything, or --source NAME"};
    return question;
}

Result<PurgeOutcome> purgeThroughCollector(ControlClient& client, const std::string& query)
{
    // Everything may have to be read.
    const auto answer = client.request("purge", {{"query", query}}, std::chrono::hours(24));
    return answer ? PurgeOutcome::fromJson(*answer) : answer.error();
}

Result<PurgeOutcome> purgeAlone(const std::filesystem::path& index, const FilterPtr& what)
{
    // The lock would make a folder where there is none.
    if (const auto reader = IndexReader::open(index); !reader)
        return reader.error();
    const auto lock = IndexLock::acquire(index);
    if (!lock)
        return lock.error();
    WriterOptions options;
    options.folder = index;
    options.compaction = CompactionOptions{};
    const SystemClock clock;
    BatchQueue queue(1);
    const auto writer = IndexWriter::open(options, queue, clock);
    if (!writer)
        return writer.error();
    NoListener listener;
    std::promise<Result<PurgeOutcome>> outcome;
    (*writer)->start(listener);
    (*writer)->purge(what, [&outcome](const Result<PurgeOutcome>& result) {
        outcome.set_value(result);
    });
    auto result = outcome.get_future().get();
    (*writer)->stop();
    return result;
}

int purge(const Globals& globals, const Options& options)
{
    const auto question = whatOf(options);
    if (!question)
        return failure(question.error());
    const auto client = ControlClient::connect(globals.index);
    const auto outcome = client ? purgeThroughCollector(**client, question->query.text)
                                : purgeAlone(globals.index, question->filter);
    if (!outcome)
        return failure(outcome.error());
    if (globals.json)
        fmt::print("{}\n", outcome->toJson());
    else
        fmt::print("{} event{} removed\n", outcome->events, outcome->events == 1 ? "" : "s");
    if (outcome->unreadable == 0)
        return exitDone;
    complain(fmt::format("{} damaged parts of the index could not be judged and are there still",
                         outcome->unreadable));
    return exitFailed;
}

} // namespace

void addPurgeCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* const command = app.add_subcommand("purge", "Removes events for good");
    command->add_option("QUERY", options->query, "What to remove");
    command->add_option("--source", options->source, "Everything of one source")->type_name("NAME");
    command->final_callback([&, options] {
        run = [&globals, options] {
            return purge(globals, *options);
        };
    });
}

} // namespace weir::cli
