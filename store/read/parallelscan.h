// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/scanfigures.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

namespace weir {

/// Asks all blocks of a view at once, newest first, with a reader for each worker.
///
/// Thread: each call in one; it waits for its workers. Stopped, it ends within a block.
class ParallelScan final
{
public:
    /// `workers`: 0 for one per processor.
    ParallelScan(std::filesystem::path folder, View view, unsigned workers = 0);

    /// How many events match.
    Result<std::uint64_t> count(const std::stop_token& stop);

    /// Called for each block with matches, by several workers at the same time, each with its own
    /// number below workers(). The stored batch has the wanted columns.
    using Visit = std::function<void(std::size_t worker, const BlockMatches& matches)>;
    /// Asked before a block is searched: whether it has been dealt with by less.
    enum class Shortcut { None, Header, Catalog };
    using TryShortcut = std::function<Shortcut(std::size_t worker, IndexReader& reader,
                                               const BlockInfo& block)>;
    Result<Done> visit(const WantedColumns& wanted, const TryShortcut& shortcut,
                       const Visit& visit, const std::stop_token& stop);

    /// What a worker does with a block: called as Visit is. Its figures are its own.
    using Task = std::function<Result<Done>(std::size_t worker, IndexReader& reader,
                                            const BlockInfo& block, ScanFigures& figures)>;
    /// By the blocks' time; FromBothEnds: the newest, the oldest, the next newest, …
    enum class Order { NewestFirst, FromBothEnds };
    Result<Done> run(const Task& task, const std::stop_token& stop,
                     Order order = Order::NewestFirst);

    std::size_t workers() const { return m_workers; }
    const ScanFigures& figures() const { return m_figures; }
    /// What could not be read.
    const std::vector<Error>& problems() const { return m_problems; }

private:
    void work(std::size_t worker, IndexReader& reader, const Task& task,
              const std::stop_token& stop);
    void finish(const ScanFigures& figures, const IndexReader& reader,
                const std::optional<Error>& error);

    const std::filesystem::path m_folder;
    const View m_view;
    const std::size_t m_workers;
    std::vector<BlockInfo> m_blocks;
    std::atomic<std::size_t> m_next{0};

    // Guarded by m_mutex while workers run.
    std::mutex m_mutex;
    ScanFigures m_figures;
    std::vector<Error> m_problems;
    std::optional<Error> m_error;
};

} // namespace weir
