// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sliceexport.h"

#include "store/read/rowcopy.h"

#include <chrono>
#include <utility>

namespace weir::cli {

SliceExport::SliceExport(std::unique_ptr<SliceBuilder> slice)
    : m_slice(std::move(slice))
{
}

Result<std::unique_ptr<SliceExport>> SliceExport::create(const std::filesystem::path& file)
{
    auto slice = SliceBuilder::create(file, 1, std::chrono::system_clock::now());
    if (!slice)
        return slice.error();
    return std::unique_ptr<SliceExport>(new SliceExport(std::move(*slice)));
}

bool SliceExport::isOfSameSource(const EventColumns& columns) const
{
    const EventColumns& now = m_example->columns();
    return now.source == columns.source && now.sourceKind == columns.sourceKind
        && now.labels == columns.labels;
}

Result<Done> SliceExport::add(const StoredBatch& stored, const std::vector<std::uint32_t>& rows)
{
    const EventColumns& columns = stored.batch->columns();
    if (!m_builder || !isOfSameSource(columns)) {
        if (const auto done = flush(); !done)
            return done;
        m_builder.emplace(columns.source, columns.sourceKind, columns.labels);
        m_example = stored.batch;
    }
    for (const std::uint32_t row : rows) {
        copyRow(stored, row, *m_builder);
        if (!m_builder->isFull())
            continue;
        if (const auto done = flush(); !done)
            return done;
    }
    m_events += rows.size();
    return Done{};
}

Result<Done> SliceExport::flush()
{
    if (!m_builder || m_builder->isEmpty())
        return Done{};
    const auto encoded = m_encoder.encode(m_builder->publish());
    return encoded ? m_slice->append(*encoded) : encoded.error();
}

Result<Done> SliceExport::finish()
{
    if (const auto done = flush(); !done)
        return done;
    return m_slice->finish(SliceBuilder::Use::Alone);
}

} // namespace weir::cli
