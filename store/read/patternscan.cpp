// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/patternscan.h"

#include "store/read/coldforms.h"

namespace weir {

namespace {

/// Damage costs a view this block, and is told.
Result<Done> failed(IndexReader& reader, const ColdReader& cold)
{
    const Error& error = cold.error();
    if (error.code != Error::Code::Corrupt)
        return error;
    reader.reportDamage(error);
    return Done{};
}

} // namespace

PatternScan::PatternScan(std::filesystem::path folder, View view, const FormLimits& limits,
                         unsigned workers)
    : m_view(std::move(view))
    , m_scan(std::move(folder), m_view, workers)
    , m_forms(m_scan.workers())
    , m_table(limits)
{
}

Result<Done> PatternScan::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_table.clear();
    lock.unlock();
    return m_scan.run(
        [this](std::size_t worker, IndexReader& reader, const BlockInfo& block,
               ScanFigures& figures) { return visit(worker, reader, block, figures); },
        stop, ParallelScan::Order::FromBothEnds);
}

Result<Done> PatternScan::visit(std::size_t worker, IndexReader& reader, const BlockInfo& block,
                                ScanFigures& figures)
{
    BlockForms& forms = m_forms[worker];
    forms.clear();
    if (block.isCold) {
        if (const auto cold = reader.openCold(block)) {
            const auto visited = visitCold(forms, reader, **cold, block, figures);
            if (visited || visited.error().code != Error::Code::NotFound)
                return visited;
            forms.clear();
        }
        // Damaged, or replaced since it was listed: who decodes it finds out.
    }
    return visitDecoded(forms, reader, block, figures);
}

Result<Done> PatternScan::visitCold(BlockForms& forms, IndexReader& reader, ColdReader& cold,
                                    const BlockInfo& block, ScanFigures& figures)
{
    const bool isWhole = m_view.filter->matchesEverything() && isInside(m_view, block, EventSeq{});
    std::optional<BlockMatches> matches = BlockMatches{};
    if (!isWhole) {
        matches = matchesInCold(cold, m_view, block, EventSeq{}, nullptr);
        if (!matches)
            return failed(reader, cold);
    }
    if (isWhole || !matches->rows.empty()) {
        ColdForms messages(cold, forms);
        if (isWhole && addCatalog(messages, block)) {
            ++figures.fromCatalogs;
            return Done{};
        }
        if (!messages.note(isWhole ? nullptr : &matches->rows))
            return failed(reader, cold);
        add(forms, block.seqs());
        matches->bytesRead = cold.bytesLoaded();
    }
    figures.note(block, *matches);
    return Done{};
}

Result<Done> PatternScan::visitDecoded(BlockForms& forms, IndexReader& reader,
                                       const BlockInfo& block, ScanFigures& figures)
{
    WantedColumns wanted;
    wanted.everything = false;
    wanted.bodies = true;
    const auto matches = matchesIn(reader, m_view, block, EventSeq{}, &wanted);
    if (!matches)
        return matches.error();
    figures.note(block, *matches);
    if (matches->rows.empty())
        return Done{};
    const EventBatch& batch = *matches->stored.batch;
    for (const std::uint32_t row : matches->rows)
        forms.note(forms.numberOfMessage(batch.body(row)), row, batch.time(row));
    add(forms, matches->stored.seqs());
    return Done{};
}

/// False where the catalog does not say it all.
bool PatternScan::addCatalog(const ColdForms& messages, const BlockInfo& block)
{
    const auto counts = messages.counts();
    if (!counts)
        return false;
    const std::lock_guard lock(m_mutex);
    return m_table.tryAdd(*counts, {block.count, block.firstTime, block.lastTime, block.firstSeq});
}

void PatternScan::add(const BlockForms& forms, const RowSeqs& seqs)
{
    const std::lock_guard lock(m_mutex);
    forms.addTo(m_table, seqs);
}

PatternGroups PatternScan::patterns() const
{
    std::unique_lock lock(m_mutex);
    const FormCounts counts = m_table.counts();
    lock.unlock();
    return groupForms(counts);
}

} // namespace weir
