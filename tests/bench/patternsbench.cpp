// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternminer.h"
#include "tests/bench/benches.h"
#include "tests/bench/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <numeric>
#include <unordered_set>

namespace weir::bench {

namespace {

/// Drain's mean over all 16 sets, of which a folder may hold fewer: Zhu et al., "Tools and
/// Benchmarks for Automated Log Parsing", ICSE-SEIP 2019, table II.
constexpr double drainMean = 0.865;
constexpr std::string_view suffix = "_2k.log_structured.csv";

struct LabelledSet
{
    std::string name;
    std::vector<std::string> messages;
    std::vector<std::string> truth; ///< the label of each message
};

Result<LabelledSet> readSet(const std::filesystem::path& file)
{
    const auto rows = readCsv(file);
    if (!rows)
        return rows.error();
    const std::string name = file.filename().string();
    LabelledSet set{name.substr(0, name.size() - suffix.size()), {}, {}};
    const auto header = rows->empty() ? std::vector<std::string>() : rows->front();
    const auto columnOf = [&header](const char* title) {
        const auto found = std::find(header.begin(), header.end(), title);
        return static_cast<std::size_t>(found - header.begin());
    };
    const std::size_t content = columnOf("Content");
    const std::size_t event = columnOf("EventId");
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        if (std::max(content, event) >= row.size())
            return Error{Error::Code::InvalidInput, file.string(),
                         fmt::format("row {} lacks Content or EventId", i)};
        set.messages.push_back(row[content]);
        set.truth.push_back(row[event]);
    }
    if (set.messages.empty())
        return Error{Error::Code::InvalidInput, file.string(), "holds no messages"};
    return set;
}

Result<std::vector<LabelledSet>> readSets(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().filename().string().ends_with(suffix))
            files.push_back(entry.path());
    }
    if (files.empty())
        return Error{Error::Code::NotFound, folder.string(),
                     fmt::format("holds no *{} (see --data)", suffix)};
    std::sort(files.begin(), files.end());
    std::vector<LabelledSet> sets;
    for (const auto& file : files) {
        auto set = readSet(file);
        if (!set)
            return set.error();
        sets.push_back(std::move(*set));
    }
    return sets;
}

struct Accuracy
{
    double grouping = 0;
    std::size_t patterns = 0;
    std::size_t truePatterns = 0;
};

/// A message is grouped right when the messages of its pattern are exactly those of its label.
Accuracy accuracyOf(const std::vector<PatternId>& mined, const std::vector<std::string>& truth)
{
    std::map<PatternId, std::size_t> minedSizes;
    std::map<std::string, std::size_t> trueSizes;
    std::map<std::pair<PatternId, std::string>, std::size_t> common;
    for (std::size_t i = 0; i < mined.size(); ++i) {
        ++minedSizes[mined[i]];
        ++trueSizes[truth[i]];
        ++common[{mined[i], truth[i]}];
    }
    std::size_t right = 0;
    for (const auto& [groups, size] : common) {
        if (minedSizes[groups.first] == size && trueSizes[groups.second] == size)
            right += size;
    }
    return {static_cast<double>(right) / static_cast<double>(mined.size()), minedSizes.size(),
            trueSizes.size()};
}

Accuracy mine(const LabelledSet& set)
{
    PatternMiner miner;
    std::vector<PatternId> mined;
    for (const std::string& message : set.messages)
        mined.push_back(miner.add(message));
    // A pattern may have become part of another one since.
    for (PatternId& id : mined)
        id = miner.current(id);
    return accuracyOf(mined, set.truth);
}

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Messages per second of CPU, as others may use the machine too.
double speedOf(PatternMiner& miner, const std::vector<std::string>& messages)
{
    const double before = cpuSeconds();
    for (const std::string& message : messages)
        miner.add(message);
    return static_cast<double>(messages.size()) / (cpuSeconds() - before);
}

/// The first message of each skeleton.
std::vector<std::string> unlikeMessages(const std::vector<std::string>& messages)
{
    std::unordered_set<std::string> seen;
    std::vector<std::string> unlike;
    Skeleton skeleton(std::string::npos);
    for (const std::string& message : messages) {
        skeleton.assign(message);
        if (seen.emplace(skeleton.text()).second)
            unlike.push_back(message);
    }
    return unlike;
}

void measureSpeed(const std::vector<LabelledSet>& sets, const Options& options, Report& report)
{
    std::vector<std::string> messages;
    for (const LabelledSet& set : sets)
        messages.insert(messages.end(), set.messages.begin(), set.messages.end());
    const auto unlike = unlikeMessages(messages);
    std::vector<double> unseen;
    std::vector<double> repeated;
    for (int i = 0; i < options.runs; ++i) {
        PatternMiner miner;
        unseen.push_back(speedOf(miner, unlike));
        speedOf(miner, messages);
        repeated.push_back(speedOf(miner, messages));
    }
    report.add({"unseen messages per CPU second", median(unseen), "PatternMiner", 0, "", "1/s",
                fmt::format("{} skeletons into an empty miner", unlike.size())});
    report.add({"known messages per CPU second", median(repeated), "PatternMiner", 0, "", "1/s",
                fmt::format("{} again", messages.size())});
}

} // namespace

Result<Report> patternsBench(const Options& options)
{
    const auto sets = readSets(options.data);
    if (!sets)
        return sets.error();
    Report report("patterns");
    report.fact("sets", std::to_string(sets->size()));
    std::vector<double> all;
    for (const LabelledSet& set : *sets) {
        const Accuracy accuracy = mine(set);
        all.push_back(accuracy.grouping);
        report.add({"grouping accuracy, " + set.name, accuracy.grouping, "PatternMiner", 0, "", "",
                    fmt::format("{} patterns, {} true", accuracy.patterns, accuracy.truePatterns)});
    }
    const double mean =
        std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
    report.add({"grouping accuracy, mean", mean, "PatternMiner", drainMean, "Drain, 16 sets", "",
                "Drain's as published"});
    measureSpeed(*sets, options, report);
    return report;
}

} // namespace weir::bench
