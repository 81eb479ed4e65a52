// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/quarantineledger.h"

#include <QStringList>

#include <functional>
#include <optional>
#include <string>

class QProcess;

namespace weir {

/// Finds records that kill whoever fetches them: a client library unpacks a batch before anybody has
/// seen an offset of it. Processes that may die (`weir-collector probe-fetch`) read one partition at a
/// time from where the source would, so the collector itself need not die to find out.
///
/// What such a batch holds cannot be seen. Its beginning is where a process dies that fetches batch by
/// batch; from any offset within it a broker sends the whole batch, so its end is found by trying later
/// and later offsets in doubling steps, and then by halving. Two such batches whose distance is less than
/// the length of the first can be taken for one: what lies between is then part of the gap.
///
/// Thread: the source's.
class FetchSearch final
{
public:
    /// `arguments`: which source of which configuration and index, for `probe-fetch`. `memoryLimit`: of
    /// the collector.
    FetchSearch(QStringList arguments, std::string source, std::uint64_t memoryLimit);

    /// Adds to the ledger what it finds. `round`: how often it has been in vain; a process is given half
    /// of the collector's memory, and less with each round, for several partitions may share the guilt.
    void run(QuarantineLedger& ledger, int round, const std::function<bool()>& isStopping);

private:
    /// How far a process has come.
    struct Probe
    {
        bool hasDied = false;
        Stream stream; ///< what was read at last
        std::int64_t next = 0; ///< everything before it has been read
        std::int64_t end = 0; ///< of the partition
    };

    Probe probe(const QStringList& more) const;
    std::optional<QuarantinedRange> find() const;
    std::optional<std::int64_t> beginningOf(const Probe& dead) const;
    std::int64_t endOf(const Probe& dead, std::int64_t from) const;
    Probe readFrom(const Stream& stream, std::int64_t offset, bool untilFirst) const;
    bool wait(QProcess& process) const;

    const QStringList m_arguments;
    const std::string m_source;
    const std::uint64_t m_memoryLimit;
    std::uint64_t m_probeLimit = 0;
    std::function<bool()> m_isStopping;
};

} // namespace weir
