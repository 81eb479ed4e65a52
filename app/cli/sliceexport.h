// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "store/write/encodedbatch.h"
#include "store/write/slicebuilder.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir::cli {

/// Events of an index on their way into a slice that stands alone. They keep everything but their seq:
/// there they are numbered from 1, in the same order.
/// Thread: one.
class SliceExport final
{
public:
    static Result<std::unique_ptr<SliceExport>> create(const std::filesystem::path& file);

    /// Precondition: from call to call ascending by seq.
    Result<Done> add(const StoredBatch& stored, const std::vector<std::uint32_t>& rows);
    Result<Done> finish();
    std::uint64_t events() const { return m_events; }

private:
    explicit SliceExport(std::unique_ptr<SliceBuilder> slice);

    Result<Done> flush();
    bool isOfSameSource(const EventColumns& columns) const;

    const std::unique_ptr<SliceBuilder> m_slice;
    BatchEncoder m_encoder;
    std::optional<EventBatchBuilder> m_builder; ///< of the source that the events come from now
    EventBatchPtr m_example; ///< a batch of that source
    std::uint64_t m_events = 0;
};

} // namespace weir::cli
