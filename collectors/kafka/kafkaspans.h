// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/eventwriter.h"
#include "collectors/kafka/kafkapartition.h"

#include <map>
#include <set>
#include <vector>

namespace weir {

/// Which offsets go into the batch that is being made, so that they are in the index together with
/// their events. Thread: the source's.
class KafkaSpans final
{
public:
    /// `writer` outlives it, and so do the partitions it is told of.
    explicit KafkaSpans(EventWriter& writer)
        : m_writer(writer)
    {
    }

    /// The index of the partition's stream within the batch.
    std::uint32_t streamIndexOf(KafkaPartition& partition);

    /// Everything below `next` has been seen; what is done with already is stepped over.
    void advance(KafkaPartition& partition, std::int64_t next);
    /// The offsets will never be read.
    void addGap(KafkaPartition& partition, OffsetRange offsets, Gap::Reason reason);

    /// Reading has been moved to `next`: a start after this batch goes on there.
    void mark(KafkaPartition& partition);

    /// What was seen of the partition goes into the batch: before its position is moved.
    void close(KafkaPartition& partition);
    void closeAll();
    /// Where reading goes on in the partitions of which something was seen, left out or wanted again since
    /// the last call: everything below is done with, or the user wants it later.
    /// Precondition: no span is open.
    std::map<TopicPartition, std::int64_t> takeMoved();
    /// Something was seen since the last batch, though perhaps no event.
    bool isOpen() const { return !m_touched.empty() || !m_moved.empty(); }

    /// Closes all and pushes the batch. False when it was given up.
    bool flush(const StopSignal& stop);

private:
    void touch(KafkaPartition& partition);

    EventWriter& m_writer;
    std::vector<KafkaPartition*> m_touched;
    std::set<const KafkaPartition*> m_moved;
    std::uint64_t m_batch = 1;
};

} // namespace weir
