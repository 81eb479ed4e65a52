// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/sourceverbs.h"

#include <CLI/CLI.hpp>

namespace weir {

namespace {

using OptionsPtr = std::shared_ptr<SourceLookOptions>;

CLI::App* addVerb(CLI::App& command, const char* verb, const char* description,
                  const OptionsPtr& options, const std::function<void()>& chosen)
{
    auto* sub = command.add_subcommand(verb, description);
    sub->add_option("NAME", options->source,
                    "A configured source, or - for one [[source]] as TOML on standard input")
        ->required();
    sub->add_option("--timeout", options->timeout, "Give up after so long")
        ->type_name("DURATION")
        ->capture_default_str();
    sub->final_callback([options, verb, chosen] {
        options->verb = verb;
        chosen();
    });
    return sub;
}

} // namespace

std::vector<std::string> SourceLookOptions::arguments() const
{
    std::vector<std::string> all{"source",   verb,        "--config", config,
                                 "--timeout", timeout};
    if (json)
        all.emplace_back("--json");
    if (verb == "test")
        all.insert(all.end(), {"--messages", std::to_string(messages)});
    if (verb == "peek") {
        all.insert(all.end(), {"--topic", topic, "--limit", std::to_string(limit)});
        all.push_back("--from=" + from); // it may begin with a minus
        if (partition >= 0)
            all.insert(all.end(), {"--partition", std::to_string(partition)});
    }
    all.push_back(source);
    if (!subject.empty())
        all.push_back(subject);
    return all;
}

void addSourceVerbs(CLI::App& command, const OptionsPtr& options,
                    const std::function<void()>& chosen)
{
    auto* test = addVerb(command, "test",
                         "Connects and shows the first messages and what they were taken for",
                         options, chosen);
    test->add_option("--messages", options->messages, "How many messages to show")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();

    auto* peek = addVerb(command, "peek", "Shows messages of a Kafka topic without indexing them",
                         options, chosen);
    peek->add_option("--topic", options->topic, "The topic")->required();
    peek->add_option("--partition", options->partition, "One partition; all without it")
        ->check(CLI::Range(0, 1'000'000));
    peek->add_option("--from", options->from,
                     "earliest, latest (the last ones), -15m, a time or an offset")
        ->type_name("POSITION")
        ->capture_default_str();
    peek->add_option("--limit", options->limit, "How many messages")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();

    auto* topics =
        addVerb(command, "topics", "Lists the topics of a Kafka cluster, or shows one", options,
                chosen);
    topics->add_option("TOPIC", options->subject, "The topic to look at");

    auto* groups = addVerb(command, "groups",
                           "Lists the consumer groups of a Kafka cluster, or shows one", options,
                           chosen);
    groups->add_option("GROUP", options->subject, "The group to look at");
}

} // namespace weir
