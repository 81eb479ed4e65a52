// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aggregatetable.h"
#include "app/cli/controlclient.h"
#include "app/cli/inquiry.h"
#include "core/query/windowgrid.h"
#include "store/read/seqwalk.h"
#include "store/read/viewscan.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <poll.h>

#include <csignal>
#include <map>
#include <memory>

namespace weir::cli {

namespace {

struct Options
{
    ReadOptions read;
    std::size_t first = 10;
};

volatile std::sig_atomic_t interrupted = 0;

/// How long late events change a window: then it is forgotten, so that a tail may run for days.
constexpr Nanoseconds correctableFor = std::chrono::hours(1);

/// Prints the windows of an aggregate as they close, and again when late events change them.
class WindowPrinter final
{
public:
    WindowPrinter(Aggregate aggregate, Format format)
        : m_aggregator(std::move(aggregate))
        , m_format(format)
    {
        if (m_format == Format::Csv)
            fmt::print("{}", printLines({}, m_aggregator.aggregate(), m_format));
    }

    /// The rows from `from` to before `to`, of which `rows` match.
    void add(const StoredBatch& stored, std::size_t from, std::size_t to,
             std::vector<std::uint32_t> rows)
    {
        // A forgotten window would begin anew with them.
        std::erase_if(
            rows, [&](std::uint32_t row) { return stored.batch->time(row) < m_forgottenUntil; });
        m_aggregator.add(stored, rows);
        for (std::size_t row = from; row < to; ++row)
            m_newest = std::max(m_newest, stored.batch->time(row));
    }

    void printClosed()
    {
        const Nanoseconds every = m_aggregator.aggregate().every.value_or(Nanoseconds{0});
        for (WindowLine& line : linesOf(m_aggregator, {})) {
            if (every.count() > 0 && line.start + every > m_newest)
                continue;
            Printed& printed = m_printed[{line.start, line.labels}];
            if (printed.times > 0 && printed.value == line.value)
                continue;
            printed.value = line.value;
            line.revision = printed.times++;
            print(line);
        }
        std::fflush(stdout);
        forgetOld(every);
        if (const auto text = incompleteness(m_aggregator); text && !m_hasComplained) {
            complain(*text);
            m_hasComplained = true;
        }
    }

private:
    struct Printed
    {
        AggregateValue value;
        int times = 0;
    };

    void forgetOld(Nanoseconds every)
    {
        if (every.count() == 0 || m_newest < TimePoint{} + correctableFor)
            return;
        m_forgottenUntil = WindowGrid(every).startOf(m_newest - correctableFor);
        m_aggregator.forgetBefore(m_forgottenUntil);
        m_printed.erase(m_printed.begin(), m_printed.lower_bound({m_forgottenUntil, {}}));
    }

    void print(const WindowLine& line) const
    {
        const Aggregate& aggregate = m_aggregator.aggregate();
        if (m_format == Format::Ndjson) {
            fmt::print("{}\n", lineJson(line, aggregate));
            return;
        }
        // The header was printed once; a table that grows has no widths.
        std::string text = printLines({line}, aggregate, m_format);
        text.erase(0, text.find('\n') + 1);
        fmt::print("{}", text);
    }

    Aggregator m_aggregator;
    const Format m_format;
    TimePoint m_newest = TimePoint::min();
    TimePoint m_forgottenUntil = TimePoint::min(); ///< where a window begins
    bool m_hasComplained = false;
    std::map<std::pair<TimePoint, LabelValues>, Printed> m_printed;
};

/// Waits for the next commit: told by the collector where one runs, else by looking again.
class CommitWaiter final
{
public:
    explicit CommitWaiter(const std::filesystem::path& index)
        : m_index(index)
    {
        connect();
    }

    void wait()
    {
        if (!m_client) {
            poll(nullptr, 0, 100);
            connect();
            return;
        }
        if (!m_client->nextMessage(std::chrono::milliseconds(500)))
            m_client.reset(); // the collector has gone; another one may come
    }

private:
    void connect()
    {
        auto client = ControlClient::connect(m_index);
        if (client && (*client)->request("follow", {{"on", "true"}}))
            m_client = std::move(*client);
    }

    const std::filesystem::path m_index;
    std::unique_ptr<ControlClient> m_client;
};

/// Follows a question on one index, in the order of seq.
class Tail final
{
public:
    Tail(Question question, IndexReader& reader, const OutputOptions& output)
        : m_question(std::move(question))
        , m_reader(reader)
        , m_writer(makeEventWriter(output))
    {
        if (m_question.query.aggregate)
            m_windows.emplace(*m_question.query.aggregate, output.format);
    }

    Result<Done> begin(std::size_t first)
    {
        const auto ceiling = m_reader.newest();
        if (!ceiling)
            return ceiling.error();
        m_seen = *ceiling;
        m_writer->begin();
        if (m_windows || first == 0)
            return Done{};
        auto events = loadNewest(m_reader, {m_question.filter, {}, m_seen}, first, {});
        if (!events)
            return events.error();
        std::sort(events->begin(), events->end(),
                  [](const EventRef& a, const EventRef& b) { return a.key().seq < b.key().seq; });
        for (const EventRef& event : *events)
            m_writer->write(event.stored, event.row);
        return Done{};
    }

    /// Prints what has been committed since. False when nobody reads any more.
    Result<bool> advance()
    {
        const auto newest = m_reader.newest();
        if (!newest)
            return newest.error();
        if (*newest > m_seen) {
            const auto printed = walkBySeq(
                m_reader, m_seen, *newest,
                [this](const StoredBatch& stored, std::size_t from, std::size_t to) {
                    print(stored, from, to);
                    return Done{};
                });
            if (!printed)
                return printed.error();
            m_matches.clear();
            for (; m_complained < m_reader.problems().size(); ++m_complained)
                complain(m_reader.problems()[m_complained].text());
            m_seen = *newest;
            if (m_windows)
                m_windows->printClosed();
        }
        return m_writer->flush();
    }

private:
    void print(const StoredBatch& stored, std::size_t from, std::size_t to)
    {
        const auto [matches, isNew] = m_matches.try_emplace(stored.batch);
        if (isNew)
            m_question.filter->select(stored, matches->second);
        const auto& all = matches->second;
        const auto first = std::lower_bound(all.begin(), all.end(), from);
        const std::vector<std::uint32_t> rows(first, std::lower_bound(first, all.end(), to));
        if (m_windows)
            m_windows->add(stored, from, to, rows);
        else
            for (const std::uint32_t row : rows)
                m_writer->write(stored, row);
    }

    const Question m_question;
    IndexReader& m_reader;
    const std::unique_ptr<EventWriter> m_writer;
    std::optional<WindowPrinter> m_windows;
    /// Of the blocks that are being printed: one comes in pieces where others lie between.
    std::map<EventBatchPtr, std::vector<std::uint32_t>> m_matches;
    EventSeq m_seen{};
    std::size_t m_complained = 0; ///< about so many problems of the reader
};

/// A collector that was started a moment ago may not have made its index yet.
Result<std::unique_ptr<IndexReader>> openWhenThere(const std::filesystem::path& index, bool wait)
{
    auto reader = IndexReader::open(index);
    for (int tries = 0;
         wait && !reader && reader.error().code == Error::Code::NotFound && tries < 200; ++tries) {
        poll(nullptr, 0, 50);
        reader = IndexReader::open(index);
    }
    return reader;
}

int tail(const Globals& globals, const Options& options)
{
    auto inquiry = inquiryOf(options.read, {});
    if (!inquiry)
        return failure(inquiry.error());
    const auto& [what, question] = *inquiry;
    const auto output = outputOf(options.read, globals, question.query.aggregate.has_value());
    if (!output)
        return failure(output.error());
    std::optional<AdHocCollection> collection;
    if (!what.sources.empty()) {
        auto following =
            AdHocCollection::following(what.sources, options.read.keep, globals.config);
        if (!following)
            return failure(following.error());
        collection.emplace(std::move(*following));
    }
    const auto index = collection ? collection->index() : what.exported.value_or(globals.index);
    const auto reader = openWhenThere(index, collection.has_value());
    if (!reader)
        return failure(reader.error());
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, [](int) { interrupted = 1; });
    Tail tail(std::move(inquiry->question), **reader, *output);
    if (const auto begun = tail.begin(options.first); !begun)
        return failure(begun.error());
    CommitWaiter waiter(index);
    while (interrupted == 0) {
        const auto goesOn = tail.advance();
        if (!goesOn)
            return failure(goesOn.error());
        if (!*goesOn)
            break;
        waiter.wait();
    }
    return exitDone;
}

} // namespace

void addTailCommand(CLI::App& app, const Globals& globals, Run& run)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("tail", "Prints events as they arrive, until Ctrl+C");
    addReadOptions(*command, options->read);
    command->add_option("-n", options->first, "Events to begin with")
        ->type_name("N")
        ->capture_default_str();
    command->final_callback([&globals, &run, options] {
        run = [&globals, options] {
            return tail(globals, *options);
        };
    });
}

} // namespace weir::cli
