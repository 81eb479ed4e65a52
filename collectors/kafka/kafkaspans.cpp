// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaspans.h"

#include <utility>

namespace weir {

std::uint32_t KafkaSpans::streamIndexOf(KafkaPartition& partition)
{
    if (partition.batch != m_batch) {
        partition.streamIndex = m_writer.builder().streamIndex(partition.stream);
        partition.batch = m_batch;
    }
    return partition.streamIndex;
}

void KafkaSpans::touch(KafkaPartition& partition)
{
    if (!std::exchange(partition.isTouched, true))
        m_touched.push_back(&partition);
}

void KafkaSpans::advance(KafkaPartition& partition, std::int64_t next)
{
    while (partition.ahead && next >= partition.ahead->from) {
        const OffsetRange known = *partition.ahead;
        partition.next = known.from;
        touch(partition);
        close(partition);
        partition.moveTo(known.to);
    }
    if (next <= *partition.next)
        return;
    partition.next = next;
    partition.stall.clear();
    touch(partition);
}

void KafkaSpans::addGap(KafkaPartition& partition, OffsetRange offsets, Gap::Reason reason)
{
    const auto count = static_cast<std::uint64_t>(offsets.to - offsets.from);
    m_writer.addGap(
        {partition.stream, offsets, count, reason, std::chrono::system_clock::now()});
    addRange(partition.done, offsets);
    partition.ahead = rangeFrom(partition.done, *partition.next);
    m_moved.insert(&partition);
}

void KafkaSpans::mark(KafkaPartition& partition)
{
    m_writer.builder().addResumePoint(streamIndexOf(partition), *partition.next);
    addRange(partition.done, {*partition.next, *partition.next});
    m_moved.insert(&partition);
}

void KafkaSpans::close(KafkaPartition& partition)
{
    if (!std::exchange(partition.isTouched, false))
        return;
    std::erase(m_touched, &partition);
    m_moved.insert(&partition);
    const OffsetRange span{partition.spanFrom, *partition.next};
    if (span.from >= span.to)
        return;
    m_writer.builder().addPosition(streamIndexOf(partition), span);
    addRange(partition.done, span);
    partition.spanFrom = span.to;
}

void KafkaSpans::closeAll()
{
    while (!m_touched.empty())
        close(*m_touched.back());
}

std::map<TopicPartition, std::int64_t> KafkaSpans::takeMoved()
{
    std::map<TopicPartition, std::int64_t> moved;
    for (const KafkaPartition* partition : std::exchange(m_moved, {})) {
        if (partition->next)
            moved[partition->id] = *partition->next;
    }
    return moved;
}

bool KafkaSpans::flush(const StopSignal& stop)
{
    closeAll();
    ++m_batch;
    return m_writer.flush(stop);
}

} // namespace weir
