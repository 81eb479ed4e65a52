// SPDX-License-Identifier: GPL-3.0-or-later
// weir-bench-ask INDEX RUNS NEWEST QUERY...: asks an index each query RUNS times and once before, in
// one process, and prints the median of each in milliseconds. From the query's text to its answer, the
// index opened anew each time, as `weir query` does: a count, or the aggregate that it names, or with
// NEWEST above 0 so many events. What is missing is the start of a process and the printing.
#include "core/query/filter.h"
#include "store/read/aggregatescan.h"
#include "tests/bench/report.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <span>

namespace {

using namespace weir;

Result<Done> ask(const std::filesystem::path& index, const std::string& text, std::size_t newest)
{
    const auto parsed = parseQuery(text);
    const auto* query = std::get_if<Query>(&parsed);
    if (query == nullptr)
        return Error{Error::Code::InvalidInput, text, std::get<QueryError>(parsed).message};
    const auto filter = Filter::compile(query->filter);
    if (!filter)
        return filter.error();
    const auto reader = IndexReader::open(index);
    if (!reader)
        return reader.error();
    const auto ceiling = (*reader)->newest();
    if (!ceiling)
        return ceiling.error();
    const View view{*filter, {}, *ceiling};
    if (query->aggregate) {
        const auto answer = aggregateView(index, view, *query->aggregate, {});
        return answer ? Result<Done>(Done{}) : answer.error();
    }
    if (newest > 0) {
        const auto rows = loadNewest(**reader, view, newest, {});
        return rows ? Result<Done>(Done{}) : rows.error();
    }
    const auto count = ParallelScan(index, view).count({});
    return count ? Result<Done>(Done{}) : count.error();
}

Result<double> timeOf(const std::filesystem::path& index, const std::string& query, int runs,
                      std::size_t newest)
{
    std::vector<double> times;
    for (int i = 0; i < runs + 1; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        if (const auto asked = ask(index, query, newest); !asked)
            return asked.error();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begun;
        if (i > 0)
            times.push_back(took.count());
    }
    return bench::median(std::move(times));
}

} // namespace

int main(int argc, char** argv)
{
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 5) {
        fmt::print(stderr, "usage: weir-bench-ask INDEX RUNS NEWEST QUERY...\n");
        return 2;
    }
    const int runs = std::atoi(arguments[2]);
    const std::size_t newest = std::strtoull(arguments[3], nullptr, 10);
    for (const char* query : arguments.subspan(4)) {
        const auto time = timeOf(arguments[1], query, runs, newest);
        if (!time) {
            fmt::print(stderr, "weir-bench-ask: {}\n", time.error().text());
            return 1;
        }
        fmt::print("{}\n", *time);
    }
    return 0;
}
