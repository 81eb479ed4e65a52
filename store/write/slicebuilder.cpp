// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicebuilder.h"

#include "store/slicefiles.h"

#include <utility>

namespace weir {

SliceBuilder::SliceBuilder(std::filesystem::path file, std::unique_ptr<SliceWriter> writer)
    : m_file(std::move(file))
    , m_writer(std::move(writer))
{
}

SliceBuilder::~SliceBuilder()
{
    if (!m_writer)
        return;
    m_writer.reset();
    (void)removeDatabase(m_file);
}

Result<std::unique_ptr<SliceBuilder>> SliceBuilder::create(const std::filesystem::path& file,
                                                           std::int64_t number, TimePoint now)
{
    const SliceWriter::Facts facts{number, EventSeq{1}, TimePoint{}, now};
    auto writer = SliceWriter::create(file, facts, nullptr, false);
    if (!writer)
        return writer.error();
    std::unique_ptr<SliceBuilder> slice(new SliceBuilder(file, std::move(*writer)));
    // Nothing has to be durable before all of it is: every page is written once, and by the system
    // when it likes.
    const auto hurried = slice->m_writer->connection().execute(
        "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
    if (!hurried)
        return hurried.error();
    return slice;
}

Result<Done> SliceBuilder::append(const EncodedBatch& encoded)
{
    const auto floor = m_events == 0 ? TimePoint{} : m_writer->lastReceived();
    return append(encoded, EventSeq{m_events + 1}, floor, nullptr);
}

Result<Done> SliceBuilder::append(const EncodedBatch& encoded, EventSeq first, TimePoint floor,
                                  SeqRunsPtr runs)
{
    if (const auto done = m_writer->append(encoded, first, floor, std::move(runs)); !done)
        return done;
    m_events += encoded.batch->size();
    return Done{};
}

Result<Done> SliceBuilder::finish()
{
    const auto set = m_writer->connection().execute("PRAGMA journal_mode = DELETE");
    if (!set)
        return set;
    m_writer.reset(); // before the file is opened again: that would drop SQLite's locks
    return syncToDisk(m_file);
}

} // namespace weir
