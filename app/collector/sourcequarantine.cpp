// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/sourcequarantine.h"

#include <unistd.h>
#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

/// With a zero at its end. False when it does not fit.
template<std::size_t size>
bool copyInto(std::array<char, size>& place, std::string_view text)
{
    const std::string_view kept = text.substr(0, size - 1);
    std::ranges::copy(kept, place.begin());
    place[kept.size()] = '\0';
    return kept.size() == text.size();
}

} // namespace

SourceQuarantine::SourceQuarantine(std::string source, QuarantineLedger& ledger, DecodingSlot* slot,
                                   std::optional<FetchSearch> search, bool keepsHead)
    : m_source(std::move(source))
    , m_ledger(ledger)
    , m_slot(slot)
    , m_search(std::move(search))
    , m_keepsHead(keepsHead)
{
    readLedger();
}

void SourceQuarantine::readLedger()
{
    m_ranges.clear();
    m_suspects.clear();
    for (const auto& entry : m_ledger.entriesOf(m_source))
        (entry.isQuarantined() ? m_ranges : m_suspects).push_back(entry.range);
}

void SourceQuarantine::investigate(const std::function<bool()>& isStopping)
{
    const int deaths = m_ledger.unexplained();
    if (m_search && deaths >= QuarantineLedger::enoughDeaths) {
        m_search->run(m_ledger, deaths - QuarantineLedger::enoughDeaths, isStopping);
        readLedger();
    }
    m_search.reset(); // once: what is met later has another cause
}

void SourceQuarantine::begin(const Stream& stream, std::int64_t offset, std::string_view payload)
{
    if (!m_slot)
        return;
    if (!std::exchange(m_knowsThread, true))
        m_slot->thread = gettid();
    if (stream != m_noted)
        noteStream(stream);
    m_slot->offset = offset;
    m_slot->size = payload.size();
    m_slot->headUsed = 0;
    m_slot->hash = 0;
    if (!m_suspects.empty())
        noteHead(stream, payload);
    m_slot->isDecoding.store(true, std::memory_order_release);
}

void SourceQuarantine::end()
{
    if (m_slot)
        m_slot->isDecoding.store(false, std::memory_order_release);
}

void SourceQuarantine::noteStream(const Stream& stream)
{
    m_noted = stream;
    copyInto(m_slot->scope, stream.scope);
    copyInto(m_slot->name, stream.name);
    m_slot->kind = static_cast<std::uint8_t>(stream.kind);
    m_slot->partition = stream.partition;
    m_slot->epoch = stream.epoch;
}

void SourceQuarantine::noteHead(const Stream& stream, std::string_view payload)
{
    const bool isSuspect = std::ranges::any_of(m_suspects, [&](const QuarantinedRange& range) {
        return range.contains(stream, m_slot->offset);
    });
    if (!isSuspect)
        return;
    const std::string_view head = payload.substr(0, m_keepsHead ? DecodingSlot::headSize : 0);
    std::ranges::copy(head, m_slot->head.begin());
    m_slot->headUsed = static_cast<std::uint32_t>(head.size());
    m_slot->hash = XXH3_64bits(payload.data(), payload.size());
}

} // namespace weir
