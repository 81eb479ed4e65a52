// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aggregatetable.h"
#include "app/cli/inquiry.h"
#include "store/read/aggregatescan.h"
#include "store/read/viewscan.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    ReadOptions read;
    RangeOptions range;
    std::uint64_t limit = 0; ///< 0: all
    std::string order = "newest";
    bool count = false;
    bool quiet = false;
    bool explain = false;
};

/// Rows are fetched in pieces of this size: neither the index nor the result has to fit in memory.
constexpr std::uint64_t pageRows = 65'536;

/// A query on its way through one index.
class QueryRun final
{
public:
    QueryRun(const Globals& globals, const Options& options, std::filesystem::path folder,
             Question question, IndexReader& reader, EventSeq ceiling)
        : m_globals(globals)
        , m_options(options)
        , m_folder(std::move(folder))
        , m_question(std::move(question))
        , m_reader(reader)
        , m_view{m_question.filter, m_question.range, ceiling}
    {
    }

    Result<int> run()
    {
        if (m_question.query.aggregate)
            return printAggregate();
        if (m_options.count || m_options.quiet)
            return printCount();
        return printEvents();
    }

private:
    Result<int> printAggregate()
    {
        const auto output = outputOf(m_options.read, m_globals, true);
        if (!output)
            return output.error();
        const auto answer = aggregateView(m_folder, m_view, *m_question.query.aggregate, {});
        if (!answer)
            return answer.error();
        report(answer->problems);
        const Aggregator& aggregator = answer->aggregator;
        explain(answer->figures);
        fmt::print("{}",
                   printLines(linesOf(aggregator, measuredRange(m_reader, m_view.range)),
                              aggregator.aggregate(), output->format));
        if (const auto text = incompleteness(aggregator))
            complain(*text);
        return exitDone;
    }

    Result<int> printCount()
    {
        ParallelScan scan(m_folder, m_view);
        const auto count = scan.count({});
        report(scan.problems());
        if (!count)
            return count.error();
        explain(scan.figures());
        if (!m_options.quiet)
            fmt::print("{}\n", *count);
        return m_options.quiet && *count == 0 ? exitFailed : exitDone;
    }

    Result<int> printEvents()
    {
        const auto output = outputOf(m_options.read, m_globals, false);
        if (!output)
            return output.error();
        m_writer = makeEventWriter(*output);
        m_writer->begin();
        const bool newest = m_options.order == "newest";
        if (newest && m_options.limit > 0 && m_options.limit <= pageRows)
            return printNewest();
        ViewScan scan(m_reader, m_view);
        if (const auto scanned = scan.run({}); !scanned)
            return scanned.error();
        explain(scan);
        const std::uint64_t total = scan.matches().total();
        std::uint64_t left = m_options.limit > 0 ? m_options.limit : total;
        std::uint64_t done = 0;
        while (done < total && left > 0) {
            // Rows of a block that turns out to be damaged are missing in their page.
            const std::uint64_t rows = std::min({pageRows, total - done, left});
            const std::uint64_t first = newest ? total - done - rows : done;
            const auto page = loadRows(m_reader, m_view, scan.matches(), first, rows);
            if (!page)
                return page.error();
            if (!write(*page, newest))
                break;
            done += rows;
            left -= page->size();
        }
        return exitDone;
    }

    Result<int> printNewest()
    {
        const auto rows = loadNewest(m_reader, m_view, m_options.limit, {});
        if (!rows)
            return rows.error();
        write(*rows, true);
        return exitDone;
    }

    /// False when nobody reads any more.
    bool write(const std::vector<EventRef>& rows, bool backwards)
    {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const EventRef& event = rows[backwards ? rows.size() - 1 - i : i];
            m_writer->write(event.stored, event.row);
        }
        return m_writer->flush();
    }

    /// What only the workers of a scan have met.
    void report(const std::vector<Error>& problems)
    {
        for (const Error& problem : problems)
            m_reader.reportDamage(problem);
    }

    void explain(const ViewScan& scan) const
    {
        if (m_options.explain)
            fmt::print(stderr, "{} of {} blocks looked at, {} matches\n", scan.blocksDone(),
                       scan.blocksTotal(), scan.matches().total());
    }

    void explain(const ScanFigures& figures) const
    {
        if (m_options.explain)
            fmt::print(stderr, "{}\n", explanation(figures));
    }

    const Globals& m_globals;
    const Options& m_options;
    const std::filesystem::path m_folder;
    const Question m_question;
    IndexReader& m_reader;
    const View m_view;
    std::unique_ptr<EventWriter> m_writer;
};

int query(const Globals& globals, const Options& options)
{
    auto inquiry = inquiryOf(options.read, options.range);
    if (!inquiry)
        return failure(inquiry.error());
    const auto index = AskedIndex::open(inquiry->what, options.read, globals);
    if (!index)
        return failure(index.error());
    const auto ceiling = index->reader().newest();
    if (!ceiling)
        return failure(ceiling.error());
    const auto code = QueryRun(globals, options, index->folder(), std::move(inquiry->question),
                               index->reader(), *ceiling)
                          .run();
    complainOfDamage(index->reader().problems());
    return code ? *code : failure(code.error());
}

} // namespace

void addQueryCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("query", "Prints matching events, or a table of aggregates");
    addReadOptions(*command, options->read);
    addRangeOptions(*command, options->range);
    command->add_option("--limit", options->limit, "The first N of the order")->type_name("N");
    command->add_option("--order", options->order, "newest or oldest first")
        ->check(CLI::IsMember({"newest", "oldest"}))
        ->capture_default_str();
    command->add_flag("--count", options->count, "Print only how many events match");
    command->add_flag("--explain", options->explain, "Say on stderr what was read");
    command->add_flag("-q,--quiet", options->quiet,
                      "Print nothing; exit code 1 when nothing matches");
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            return query(globals, *options);
        };
    });
}

} // namespace weir::cli
