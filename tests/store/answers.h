// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/alertreader.h"
#include "store/read/indexreader.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace weir::test {

/// Everything an index answers, as text, so that two indexes can be compared and what differs can
/// be printed.
struct Answers
{
    /// One for each event with all that it has, block, gap, source, and row of the alerts' history.
    std::set<std::string> lines;
    std::uint64_t newest = 0;
    std::uint64_t events = 0; ///< as totals() says
    std::optional<TimePoint> newestTime;
    std::string alertState;
    /// What was refused or reported on the way.
    std::vector<Error> problems;
};

inline std::string lineOf(const StoredBatch& stored, std::size_t row)
{
    const EventBatch& batch = *stored.batch;
    const EventColumns& c = batch.columns();
    std::string line = "event " + std::to_string(number(stored.seq(row)));
    const auto add = [&line](std::string_view text) {
        line.append("|").append(text);
    };
    const auto addNumber = [&add](std::int64_t value) {
        add(std::to_string(value));
    };
    add(batch.source());
    for (const std::int64_t value :
         {nanosecondsOf(batch.time(row)), nanosecondsOf(stored.received(row)),
          static_cast<std::int64_t>(batch.severity(row)),
          static_cast<std::int64_t>(batch.kind(row)), std::int64_t{c.timeFromReceived[row]},
          c.offsets[row], std::int64_t{batch.record(row).value_or(0)}})
        addNumber(value);
    for (const auto text : {batch.payload(row), batch.body(row), batch.traceId(row),
                            batch.spanId(row), batch.key(row), batch.text(c.headers[row])})
        add(text);
    add(batch.stream(row).key());
    for (std::size_t column = 0; column < c.fields.size(); ++column) {
        if (const auto value = batch.field(column, row)) {
            add(c.fields[column].name);
            add(value->text);
            addNumber(static_cast<std::int64_t>(value->type));
            addNumber(value->bits);
        }
    }
    if (const auto metric = batch.metricIndex(row)) {
        add(batch.text(c.metrics.names[*metric]));
        add(batch.text(c.metrics.units[*metric]));
        addNumber(std::bit_cast<std::int64_t>(c.metrics.values[*metric]));
        addNumber(static_cast<std::int64_t>(c.metrics.types[*metric]));
    }
    return line;
}

inline std::string lineOf(const BlockInfo& block)
{
    std::string line = "block " + std::to_string(block.slice) + "/" + std::to_string(block.block)
        + "|" + block.source;
    for (const std::int64_t value :
         {static_cast<std::int64_t>(number(block.firstSeq)), std::int64_t{block.count},
          nanosecondsOf(block.firstTime), nanosecondsOf(block.lastTime),
          nanosecondsOf(block.receivedFloor), nanosecondsOf(block.lastReceived)})
        line.append("|").append(std::to_string(value));
    for (const SecondCounts& second : block.seconds) {
        line.append("|").append(std::to_string(second.second));
        for (const std::uint64_t count : second.counts)
            line.append(",").append(std::to_string(count));
    }
    return line;
}

/// Asks an index everything there is to ask, through its readers.
class Questioner final
{
public:
    explicit Questioner(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }

    Answers ask()
    {
        askEvents();
        askAlerts();
        return std::move(m_answers);
    }

private:
    template<typename T>
    bool isAnswered(const Result<T>& result)
    {
        if (!result)
            m_answers.problems.push_back(result.error());
        return static_cast<bool>(result);
    }

    void askEvents()
    {
        auto opened = IndexReader::open(m_folder);
        if (!isAnswered(opened))
            return;
        IndexReader& reader = **opened;
        if (const auto newest = reader.newest(); isAnswered(newest))
            m_answers.newest = number(*newest);
        if (const auto time = reader.newestTime(); isAnswered(time))
            m_answers.newestTime = *time;
        constexpr EventSeq end{~std::uint64_t{0}};
        // By time, by seq, and one by one: three ways through different indexes of the file.
        askBlocks(reader, reader.blocks({}, EventSeq{}, end), "by time: ");
        askBlocks(reader, reader.blocks({}, EventSeq{1}, end), "by seq: ");
        for (std::uint64_t seq = 1; seq <= m_answers.newest; seq += 97) {
            const auto event = reader.event(EventSeq{seq});
            if (!event && event.error().code == Error::Code::NotFound)
                continue; // its slice is damaged, which was reported when the index was opened
            if (isAnswered(event))
                m_answers.lines.insert("single " + lineOf(event->stored, event->row));
        }
        askTotals(reader);
        const auto& problems = reader.problems();
        m_answers.problems.insert(m_answers.problems.end(), problems.begin(), problems.end());
    }

    void askBlocks(IndexReader& reader, const Result<std::vector<BlockInfo>>& blocks,
                   const std::string& way)
    {
        if (!isAnswered(blocks))
            return;
        for (const BlockInfo& block : *blocks) {
            m_answers.lines.insert(way + lineOf(block));
            const auto stored = reader.load(block);
            if (!isAnswered(stored))
                continue;
            for (std::size_t row = 0; row < stored->batch->size(); ++row)
                m_answers.lines.insert(lineOf(*stored, row));
        }
    }

    void askTotals(IndexReader& reader)
    {
        const auto totals = reader.totals();
        if (!isAnswered(totals))
            return;
        m_answers.events = totals->events;
        for (const SourceTotals& source : totals->sources) {
            m_answers.lines.insert("source " + source.source + "|" + std::to_string(source.events)
                                   + "|" + std::to_string(source.undecodable));
            for (const Gap& gap : source.gaps)
                m_answers.lines.insert(
                    "gap " + gap.stream.key() + "|" + std::to_string(gap.offsets.from) + "|"
                    + std::to_string(gap.offsets.to) + "|" + std::to_string(gap.count) + "|"
                    + std::to_string(static_cast<int>(gap.reason)) + "|"
                    + std::to_string(nanosecondsOf(gap.noticed)));
        }
    }

    void askAlerts()
    {
        const auto history = readAlertHistory(m_folder, 1000);
        if (isAnswered(history)) {
            for (const AlertRecord& r : *history)
                m_answers.lines.insert(
                    "alert " + std::to_string(r.id) + "|" + r.rule + "|" + r.labels + "|" + r.from
                    + "|" + r.to + "|" + std::to_string(nanosecondsOf(r.at)) + "|"
                    + std::to_string(nanosecondsOf(r.recorded)) + "|" + std::to_string(r.value)
                    + "|" + r.summary + "|" + r.reason + "|" + r.notification);
        }
        if (const auto state = readAlertState(m_folder); isAnswered(state))
            m_answers.alertState = *state;
    }

    const std::filesystem::path m_folder;
    Answers m_answers;
};

} // namespace weir::test
