// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benches.h"
#include "tests/bench/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace weir::bench {

namespace {

struct Question
{
    const char* name;
    const char* needle; ///< its name in the manifest
    bool isRegex;
};

constexpr std::array questions{
    Question{"rare literal", "rare", false},
    Question{"rare literal, cut inside words", "mid", false},
    Question{"absent literal", "absent", false},
    Question{"common literal (2 %)", "common", false},
    Question{"trace id", "trace", false},
    Question{"IP address", "ip", false},
    Question{"regex with a literal", "regex_lit", true},
    Question{"regex without a literal", "regex_nolit", true},
};

struct AggregateQuestion
{
    const char* name;
    const char* query;
    const char* sql; ///< over the table e
    bool needsFields; ///< which plain text has not
};

constexpr std::array aggregates{
    AggregateQuestion{"count by service", "| count by service",
                      "SELECT service, count(*) FROM e GROUP BY 1", true},
    AggregateQuestion{"histogram by severity and minute", "| count by level every 1m",
                      "SELECT level, date_trunc('minute', ts), count(*) FROM e GROUP BY 1, 2",
                      false},
    AggregateQuestion{"p95 of latency by service and minute",
                      "| p95(latency_ms) by service every 1m",
                      "SELECT service, date_trunc('minute', ts), approx_quantile(latency_ms, 0.95)"
                      " FROM e GROUP BY 1, 2",
                      true},
};

constexpr int foundNothing = 1; ///< rg's exit code

constexpr const char* newestQuery = "level>=error";
constexpr const char* newestCount = "200";

/// DuckDB over the same events in a table of its own, which has only the columns that are asked for,
/// so that 50 million fit in memory. Prints the median of each statement alone, in milliseconds.
constexpr const char* duckdbScript = R"py(
import duckdb, sys, time, statistics
file, form, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
db = duckdb.connect()
db.execute("SET enable_progress_bar = false") # it goes to standard output
if form == "json":
    db.execute("CREATE TABLE e AS SELECT ts, level, service, latency_ms FROM read_json_auto(?)", [file])
else:
    db.execute("CREATE TABLE e AS SELECT CAST(substr(line, 1, 24) AS TIMESTAMP) AS ts,"
               " lower(split_part(line, ' ', 2)) AS level FROM read_csv(?, header = false,"
               " columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '')", [file])
for sql in sys.argv[4:]:
    times = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        db.execute(sql).fetchall()
        times.append((time.perf_counter() - begin) * 1000)
    print(statistics.median(times[1:]))
)py";

/// What several runs of one command took. The first only warms the page cache.
struct Answer
{
    std::vector<double> wall; ///< milliseconds
    std::uint64_t count = 0; ///< when that is what it prints
    double peakMegabytes = 0;
    double megabytesFromDisk = 0;
};

Result<Done> ask(const Command& command, bool isCounted, Answer& answer,
                 std::initializer_list<int> expectedCodes = {0})
{
    const auto used = runToSuccess(command, expectedCodes);
    if (!used)
        return used.error();
    answer.count = std::strtoull(used->output.c_str(), nullptr, 10);
    answer.peakMegabytes = std::max(answer.peakMegabytes, used->peakMegabytes);
    if (!isCounted)
        return Done{};
    answer.wall.push_back(used->wallSeconds * 1000);
    answer.megabytesFromDisk += used->megabytesFromDisk;
    return Done{};
}

/// The numbers that a command prints; none when it cannot be run.
std::vector<double> numbersOf(const Command& command)
{
    std::vector<double> numbers;
    const auto used = runToSuccess(command);
    if (!used)
        return numbers;
    std::istringstream lines(used->output);
    for (double number = 0; lines >> number;)
        numbers.push_back(number);
    return numbers;
}

/// One imported file that questions are asked about.
class Search final
{
public:
    Search(const Dataset& data, std::string index, int runs)
        : m_data(data)
        , m_index(std::move(index))
        , m_runs(runs)
        , m_report("search")
    {
    }

    Result<Report> run()
    {
        m_report.fact("data", m_data.description());
        if (const auto imported = import(); !imported)
            return imported.error();
        for (const auto& add :
             {&Search::addQuestions, &Search::addNewest, &Search::addAggregates}) {
            if (const auto added = (this->*add)(); !added)
                return added.error();
        }
        m_report.add({"peak memory of a reader", m_peakMegabytes, "weir query", 0, "", "MB",
                      "on any of these"});
        m_report.add({"bytes on disk, an event",
                      static_cast<double>(bytesIn(m_index)) / static_cast<double>(m_data.events()),
                      "weir import", m_data.bytesPerEvent(), "the file", "B", ""});
        return std::move(m_report);
    }

private:
    Result<Done> import()
    {
        const auto imported = runToSuccess({{program("weir"), "--index", m_index, "--config",
                                             m_index + "-none", "import", m_data.file().string()},
                                            {},
                                            "/dev/null",
                                            false});
        if (!imported)
            return imported.error();
        m_report.fact("imported in", fmt::format("{:.2f} s", imported->wallSeconds));
        return Done{};
    }

    Result<Done> addQuestions()
    {
        std::vector<std::string> queries;
        for (const Question& question : questions) {
            const std::string& needle = m_data.needle(question.needle);
            queries.push_back(question.isRegex ? "~/" + needle + "/" : '"' + needle + '"');
        }
        const auto inside = inProcess(queries);
        if (!inside)
            return inside.error();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            auto row = compare(questions[i], queries[i]);
            if (!row)
                return row.error();
            row->inProcess = (*inside)[i];
            m_report.add(std::move(*row));
        }
        return Done{};
    }

    Result<Row> compare(const Question& question, const std::string& query)
    {
        const Command ours = weirQuery({query, "--count"});
        Command theirs{
            {"rg", "-c", m_data.needle(question.needle), m_data.file().string()}, {}, {}, true};
        if (!question.isRegex)
            theirs.arguments.insert(theirs.arguments.begin() + 2, {"-i", "-F"});
        Answer weir;
        Answer ripgrep;
        for (int i = 0; i < m_runs + 1; ++i) {
            if (const auto asked = ask(ours, i > 0, weir); !asked)
                return asked.error();
            if (const auto asked = ask(theirs, i > 0, ripgrep, {0, foundNothing}); !asked)
                return asked.error();
        }
        m_peakMegabytes = std::max(m_peakMegabytes, weir.peakMegabytes);
        const std::uint64_t planted = m_data.expected(question.needle);
        std::string note = weir.count == planted && ripgrep.count == planted
            ? fmt::format("{} hits", planted)
            : fmt::format("COUNTS DIFFER: {}, rg {}, planted {}", weir.count, ripgrep.count,
                          planted);
        const double noteworthy = static_cast<double>(m_data.bytes()) / 1e6 / 100;
        if (std::max(weir.megabytesFromDisk, ripgrep.megabytesFromDisk) > noteworthy)
            note += fmt::format("; read from disk: {:.0f} MB, rg {:.0f} MB", weir.megabytesFromDisk,
                                ripgrep.megabytesFromDisk);
        return Row{question.name, median(weir.wall), "weir query", median(ripgrep.wall), "rg", "ms",
                   note};
    }

    Result<Done> addNewest()
    {
        const auto time =
            timed(weirQuery({newestQuery, "--limit", newestCount, "--format", "ndjson"}));
        if (!time)
            return time.error();
        const auto inside = inProcess({newestQuery}, newestCount);
        if (!inside)
            return inside.error();
        m_report.add({"newest 200 of errors", *time, "weir query", 0, "", "ms",
                      "in-process without printing", inside->front()});
        return Done{};
    }

    Result<Done> addAggregates()
    {
        std::vector<AggregateQuestion> asked(aggregates.begin(), aggregates.end());
        if (m_data.form() == Form::Text)
            std::erase_if(asked, [](const AggregateQuestion& a) { return a.needsFields; });
        Command duckdb{{"python3", "-c", duckdbScript, m_data.file().string(),
                        nameOf(m_data.form()), std::to_string(m_runs)},
                       {},
                       {},
                       true};
        std::vector<std::string> queries;
        for (const AggregateQuestion& question : asked) {
            duckdb.arguments.emplace_back(question.sql);
            queries.emplace_back(question.query);
        }
        std::vector<double> theirs = numbersOf(duckdb);
        if (theirs.size() != asked.size()) {
            m_report.fact("duckdb", "not measured: python3 has no module duckdb, or it failed");
            theirs.assign(asked.size(), 0);
        }
        const auto inside = inProcess(queries);
        if (!inside)
            return inside.error();
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const auto time = timed(weirQuery({asked[i].query}));
            if (!time)
                return time.error();
            m_report.add({asked[i].name, *time, "weir query", theirs[i], "DuckDB", "ms",
                          "DuckDB: the statement alone", (*inside)[i]});
        }
        return Done{};
    }

    Command weirQuery(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {program("weir"), "query", "--index", m_index});
        return {std::move(arguments), {}, {}, true};
    }

    Result<double> timed(const Command& command)
    {
        Answer answer;
        for (int i = 0; i < m_runs + 1; ++i) {
            if (const auto asked = ask(command, i > 0, answer); !asked)
                return asked.error();
        }
        m_peakMegabytes = std::max(m_peakMegabytes, answer.peakMegabytes);
        return median(answer.wall);
    }

    /// Milliseconds for each query, asked by a process that runs already.
    Result<std::vector<double>> inProcess(const std::vector<std::string>& queries,
                                          const std::string& newest = "0") const
    {
        Command command{
            {program("weir-bench-ask"), m_index, std::to_string(m_runs), newest}, {}, {}, true};
        command.arguments.insert(command.arguments.end(), queries.begin(), queries.end());
        auto times = numbersOf(command);
        if (times.size() != queries.size())
            return Error{Error::Code::Io, "weir-bench-ask", "did not answer each query"};
        return times;
    }

    const Dataset& m_data;
    const std::string m_index;
    const int m_runs;
    Report m_report;
    double m_peakMegabytes = 0;
};

} // namespace

Result<Report> searchBench(const Options& options)
{
    if (!isInstalled("rg"))
        return Error{Error::Code::NotFound, "rg", "ripgrep is the baseline and is not installed"};
    const ScratchFolder folder("weir-bench-search");
    const auto data = Dataset::make(folder, options.form, options.events, options.seed);
    if (!data)
        return data.error();
    return Search(*data, (folder / "index").string(), options.runs).run();
}

} // namespace weir::bench
