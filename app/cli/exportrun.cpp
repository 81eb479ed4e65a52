// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exportrun.h"

#include "app/cli/aggregatetable.h"
#include "app/cli/commandline.h"
#include "app/cli/sliceexport.h"
#include "app/cli/stoponsignals.h"
#include "store/read/matching.h"
#include "store/read/seqwalk.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

namespace weir::cli {

namespace {

/// Rows are fetched in pieces of this size: neither the index nor the result has to fit in memory.
constexpr std::uint64_t pageRows = 65'536;

constexpr std::array<std::pair<std::string_view, ExportFormat>, 9> endings{{
    {".ndjson", ExportFormat::Ndjson},
    {".jsonl", ExportFormat::Ndjson},
    {".json", ExportFormat::Ndjson},
    {".csv", ExportFormat::Csv},
    {".txt", ExportFormat::Text},
    {".text", ExportFormat::Text},
    {".log", ExportFormat::Text},
    {".raw", ExportFormat::Raw},
    {".weir", ExportFormat::Weir},
}};

Format lineFormat(ExportFormat format)
{
    return format == ExportFormat::Ndjson ? Format::Ndjson
        : format == ExportFormat::Csv     ? Format::Csv
        : format == ExportFormat::Raw     ? Format::Raw
                                          : Format::Text;
}

} // namespace

std::optional<ExportFormat> exportFormat(std::string_view ending)
{
    const auto* const found = std::find_if(endings.begin(), endings.end(),
                                           [ending](const auto& e) { return e.first == ending; });
    return found == endings.end() ? std::nullopt : std::optional(found->second);
}

ExportRun::ExportRun(IndexReader& reader, Question question, Target target)
    : m_reader(reader)
    , m_question(std::move(question))
    , m_target(std::move(target))
    , m_stop(stopOnSignals())
    , m_view{m_question.filter, m_question.range, {}}
    , m_progress(m_target.file.string(), m_target.json)
{
}

Result<std::uint64_t> ExportRun::run()
{
    const bool isTable = m_question.query.aggregate.has_value();
    if (isTable && (m_target.format == ExportFormat::Raw || m_target.format == ExportFormat::Weir))
        return Error{Error::Code::InvalidInput, m_target.file.string(),
                     "a table of aggregates has no payloads and no events; write .ndjson or .csv"};
    const auto ceiling = m_reader.newest();
    if (!ceiling)
        return ceiling.error();
    m_view.ceiling = std::min(*ceiling, m_target.upTo.value_or(*ceiling));
    const auto file = NewFile::create(m_target.file);
    if (!file)
        return file.error();
    const auto events = isTable                 ? writeTable(**file)
        : m_target.format == ExportFormat::Weir ? writeSlice(**file)
                                                : writeRows(**file);
    if (!events)
        return events;
    const auto committed = (*file)->commit();
    return committed ? events : Result<std::uint64_t>(committed.error());
}

Result<Done> ExportRun::goOn() const
{
    if (m_stop)
        return Error{Error::Code::Io, m_target.file.string(), "stopped; nothing was written"};
    return Done{};
}

Error ExportRun::failure(const EventWriter& writer) const
{
    const int failure = writer.failure();
    return {failure == ENOSPC || failure == EDQUOT ? Error::Code::Full : Error::Code::Io,
            m_target.file.string(), std::string("cannot be written: ") + std::strerror(failure)};
}

/// The first half of what progress shows.
Result<Done> ExportRun::scan(ViewScan& scan)
{
    if (const auto begun = scan.begin(); !begun)
        return begun;
    while (!scan.isComplete()) {
        if (const auto done = goOn(); !done)
            return done;
        if (const auto more = scan.step(); !more)
            return more.error();
        m_progress.tell(scan.blocksDone(), 2 * scan.blocksTotal(), scan.matches().total());
    }
    return Done{};
}

Result<std::uint64_t> ExportRun::writeRows(NewFile& file)
{
    OutputOptions output = m_target.output;
    output.format = lineFormat(m_target.format);
    output.descriptor = file.descriptor();
    const auto writer = makeEventWriter(output);
    writer->begin();
    ViewScan scan(m_reader, m_view);
    if (const auto scanned = this->scan(scan); !scanned)
        return scanned.error();
    const std::uint64_t total = scan.matches().total();
    std::uint64_t written = 0;
    for (std::uint64_t first = 0; first < total; first += pageRows) {
        if (const auto done = goOn(); !done)
            return done.error();
        const auto page = loadRows(m_reader, m_view, scan.matches(), first, pageRows);
        if (!page)
            return page.error();
        for (const EventRef& event : *page)
            writer->write(event.stored, event.row);
        written += page->size();
        m_progress.tell(total + written, 2 * total, written);
    }
    if (!writer->flush())
        return failure(*writer);
    return written;
}

Result<std::uint64_t> ExportRun::writeSlice(NewFile& file)
{
    const auto slice = SliceExport::create(file.path());
    if (!slice)
        return slice.error();
    auto blocks = m_reader.blocks(m_view.range, EventSeq{}, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    std::uint64_t visited = 0;
    std::uint64_t total = 0;
    for (const BlockInfo& block : *blocks)
        total += block.count;
    std::map<EventBatchPtr, std::vector<std::uint32_t>> matches; // of the batches that overlap here
    const auto visit = [&](const StoredBatch& stored, std::size_t from,
                           std::size_t to) -> Result<Done> {
        const auto [found, isNew] = matches.try_emplace(stored.batch);
        std::vector<std::uint32_t>& rows = found->second;
        if (isNew)
            selectRows(m_view, stored, EventSeq{}, rows);
        const auto begin = std::lower_bound(rows.begin(), rows.end(), from);
        const auto end = std::lower_bound(begin, rows.end(), to);
        const auto added = (*slice)->add(stored, {begin, end});
        if (to == stored.batch->size())
            matches.erase(found);
        visited += to - from;
        m_progress.tell(visited, total, (*slice)->events());
        return added ? goOn() : added;
    };
    const auto walked = walkBySeq(m_reader, std::move(*blocks), EventSeq{}, m_view.ceiling, visit);
    if (!walked)
        return walked.error();
    if (const auto done = (*slice)->finish(); !done)
        return done.error();
    return (*slice)->events();
}

Result<std::uint64_t> ExportRun::writeTable(NewFile& file)
{
    Aggregator aggregator(*m_question.query.aggregate);
    std::uint64_t events = 0;
    ViewScan scan(m_reader, m_view,
                  [&](const StoredBatch& stored, const std::vector<std::uint32_t>& rows) {
                      aggregator.add(stored, rows);
                      events += rows.size();
                  });
    if (const auto scanned = this->scan(scan); !scanned)
        return scanned.error();
    const std::string table = printLines(linesOf(aggregator, measuredRange(m_reader, m_view.range)),
                                         aggregator.aggregate(), lineFormat(m_target.format));
    if (const auto done = file.write(table); !done)
        return done.error();
    if (const auto text = incompleteness(aggregator))
        complain(*text);
    return events;
}

} // namespace weir::cli
