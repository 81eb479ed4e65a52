// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace weir {

/// How many of the batches that carry this receipt are in the index. The writer counts each after the
/// commit that brought it there; batches of one source are committed in the order of their pushes, so
/// the number says which. A collector that answers for its records elsewhere, such as a member of a
/// Kafka group, does so only then.
///
/// Thread safety: any thread.
class CommitReceipt final
{
public:
    void add() { m_committed.fetch_add(1, std::memory_order_release); }
    std::uint64_t committed() const { return m_committed.load(std::memory_order_acquire); }

private:
    std::atomic<std::uint64_t> m_committed = 0;
};

using CommitReceiptPtr = std::shared_ptr<CommitReceipt>;

} // namespace weir
