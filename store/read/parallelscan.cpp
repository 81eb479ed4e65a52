// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/parallelscan.h"

#include "store/read/headeranswers.h"

#include <algorithm>
#include <numeric>
#include <thread>

namespace weir {

namespace {

/// Below this a second reader costs more than it saves.
constexpr std::size_t blocksPerWorker = 4;

/// The newest, the oldest, the next newest, … of what is sorted.
void alternate(std::vector<BlockInfo>& blocks)
{
    std::vector<BlockInfo> alternating;
    alternating.reserve(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i)
        alternating.push_back(std::move(blocks[i % 2 == 0 ? i / 2 : blocks.size() - 1 - i / 2]));
    blocks = std::move(alternating);
}

} // namespace

ParallelScan::ParallelScan(std::filesystem::path folder, View view, unsigned workers)
    : m_folder(std::move(folder))
    , m_view(std::move(view))
    , m_workers(workers > 0 ? workers : std::max(1U, std::thread::hardware_concurrency()))
{
}

Result<std::uint64_t> ParallelScan::count(const std::stop_token& stop)
{
    std::vector<std::uint64_t> counts(m_workers);
    const auto done = run(
        [&](std::size_t worker, IndexReader& reader, const BlockInfo& block,
            ScanFigures& figures) -> Result<Done> {
            if (canAnswerFromHeader(m_view, block, EventSeq{})) {
                ++figures.fromHeaders;
                forEachHeaderSecond(m_view, block, [&](std::int64_t, const SeverityCounts& second) {
                    counts[worker] = std::accumulate(second.begin(), second.end(), counts[worker]);
                });
                return Done{};
            }
            const auto matches = matchesIn(reader, m_view, block, EventSeq{}, nullptr);
            if (!matches)
                return matches.error();
            figures.note(block, *matches);
            counts[worker] += matches->rows.size();
            return Done{};
        },
        stop);
    if (!done)
        return done.error();
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Result<Done> ParallelScan::visit(const WantedColumns& wanted, const TryShortcut& shortcut,
                                 const Visit& visit, const std::stop_token& stop)
{
    return run(
        [&](std::size_t worker, IndexReader& reader, const BlockInfo& block,
            ScanFigures& figures) -> Result<Done> {
            switch (shortcut(worker, reader, block)) {
            case Shortcut::Header:
                ++figures.fromHeaders;
                return Done{};
            case Shortcut::Catalog:
                ++figures.fromCatalogs;
                return Done{};
            case Shortcut::None:
                break;
            }
            const auto matches = matchesIn(reader, m_view, block, EventSeq{}, &wanted);
            if (!matches)
                return matches.error();
            figures.note(block, *matches);
            if (!matches->rows.empty())
                visit(worker, *matches);
            return Done{};
        },
        stop);
}

Result<Done> ParallelScan::run(const Task& task, const std::stop_token& stop, Order order)
{
    auto reader = IndexReader::open(m_folder);
    if (!reader)
        return reader.error();
    const auto begin = std::chrono::steady_clock::now();
    auto blocks = (*reader)->blocks(m_view.range, EventSeq{0}, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    m_figures = {};
    m_figures.listing = std::chrono::steady_clock::now() - begin;
    m_blocks = std::move(*blocks);
    std::sort(m_blocks.begin(), m_blocks.end(),
              [](const BlockInfo& a, const BlockInfo& b) { return a.lastTime > b.lastTime; });
    if (order == Order::FromBothEnds)
        alternate(m_blocks);
    m_next = 0;
    m_figures.blocks = m_blocks.size();
    m_error.reset();
    {
        std::vector<std::jthread> threads;
        const std::size_t useful = std::min(m_workers, m_blocks.size() / blocksPerWorker + 1);
        for (std::size_t worker = 1; worker < useful; ++worker)
            threads.emplace_back([this, worker, &task, &stop] {
                auto own = IndexReader::open(m_folder);
                if (own)
                    work(worker, **own, task, stop);
                // Else the others do its share.
            });
        work(0, **reader, task, stop);
    }
    return m_error ? Result<Done>(*m_error) : Done{};
}

void ParallelScan::work(std::size_t worker, IndexReader& reader, const Task& task,
                        const std::stop_token& stop)
{
    ScanFigures figures;
    std::optional<Error> error;
    while (!stop.stop_requested() && !error) {
        const std::size_t index = m_next++;
        if (index >= m_blocks.size())
            break;
        const auto done = task(worker, reader, m_blocks[index], figures);
        if (!done)
            error = done.error();
    }
    if (error)
        m_next = m_blocks.size();
    finish(figures, reader, error);
}

void ParallelScan::finish(const ScanFigures& figures, const IndexReader& reader,
                          const std::optional<Error>& error)
{
    const std::lock_guard lock(m_mutex);
    m_figures.add(figures);
    for (const Error& problem : reader.problems()) {
        const bool isKnown =
            std::any_of(m_problems.begin(), m_problems.end(),
                        [&](const Error& known) { return known.text() == problem.text(); });
        if (!isKnown)
            m_problems.push_back(problem);
    }
    if (error && !m_error)
        m_error = error;
}

} // namespace weir
