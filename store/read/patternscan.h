// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/patterngroups.h"
#include "store/read/blockforms.h"
#include "store/read/parallelscan.h"

#include <mutex>
#include <vector>

namespace weir {

class ColdForms;

/// Groups the events of a view by the patterns of their messages, on all processors. Events without a
/// message, such as samples, are those of the empty pattern.
///
/// Nothing of it is stored, for the templates in the catalogs of cold blocks are mined already:
/// where all events of a block match, its catalog says how many messages of which form there are,
/// and its rows are only asked when one of them could be the first or the last of its pattern. Which
/// is seldom, as blocks are visited from both ends. Else rows are counted by their templates, and
/// bodies are written out where templates do not tell. What is still hot is decoded.
///
/// Thread: one for run(), which waits for its workers; stopped, it ends within a block. patterns() any,
/// at any time. Memory: that of FormLimits, and of a block for each worker.
class PatternScan final
{
public:
    /// `workers`: 0 for one per processor.
    PatternScan(std::filesystem::path folder, View view, const FormLimits& limits = {},
                unsigned workers = 0);

    Result<Done> run(const std::stop_token& stop);

    /// What the blocks that are done hold, exactly, so that it can be shown while it grows. Names of
    /// patterns are only certain at the end.
    PatternGroups patterns() const;

    const ScanFigures& figures() const { return m_scan.figures(); }
    /// What could not be read.
    const std::vector<Error>& problems() const { return m_scan.problems(); }

private:
    Result<Done> visit(std::size_t worker, IndexReader& reader, const BlockInfo& block,
                       ScanFigures& figures);
    Result<Done> visitCold(BlockForms& forms, IndexReader& reader, ColdReader& cold,
                           const BlockInfo& block, ScanFigures& figures);
    Result<Done> visitDecoded(BlockForms& forms, IndexReader& reader, const BlockInfo& block,
                              ScanFigures& figures);
    bool addCatalog(const ColdForms& messages, const BlockInfo& block);
    void add(const BlockForms& forms, const RowSeqs& seqs);

    const View m_view;
    ParallelScan m_scan;
    std::vector<BlockForms> m_forms; ///< one for each worker

    mutable std::mutex m_mutex;
    FormTable m_table; ///< guarded by m_mutex
};

} // namespace weir
