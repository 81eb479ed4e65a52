// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stream.h"

#include <functional>
#include <string_view>
#include <vector>

namespace weir {

/// Offsets that ended the collector three times and are not touched again.
struct QuarantinedRange
{
    Stream stream;
    OffsetRange offsets;
    /// Receiving them was enough, before one of them was seen: what comes before is to be fetched with
    /// care. Otherwise decoding was.
    bool isDeadlyToFetch = false;

    bool contains(const Stream& other, std::int64_t offset) const
    {
        return offsets.from <= offset && offset < offsets.to && stream.key() == other.key();
    }
};

/// Keeps one source from dying of the same position for ever: the source notes what it is about to
/// decode where it outlives the process, and is told what to leave out.
///
/// Thread: the source's.
class Quarantine
{
public:
    Quarantine() = default;
    Quarantine(const Quarantine&) = delete;
    Quarantine& operator=(const Quarantine&) = delete;
    virtual ~Quarantine() = default;

    /// Before the source is opened: finds out what ended the collectors before this one, where they
    /// left no note. May take seconds, in which `isStopping` is asked now and again.
    virtual void investigate(const std::function<bool()>& isStopping) = 0;

    /// Everything of this source that is quarantined.
    virtual const std::vector<QuarantinedRange>& ranges() const = 0;

    /// What is decoded from now on, until end(). Nanoseconds. `offset` is -1 where there is none.
    virtual void begin(const Stream& stream, std::int64_t offset, std::string_view payload) = 0;
    virtual void end() = 0;

    /// The range this offset lies in, or null.
    const QuarantinedRange* find(const Stream& stream, std::int64_t offset) const
    {
        for (const QuarantinedRange& range : ranges()) {
            if (range.contains(stream, offset))
                return &range;
        }
        return nullptr;
    }
};

/// Notes a position while it lives; does nothing without a quarantine.
class DecodingNote final
{
public:
    DecodingNote(Quarantine* quarantine, const Stream& stream, std::int64_t offset,
                 std::string_view payload)
        : m_quarantine(quarantine)
    {
        if (m_quarantine)
            m_quarantine->begin(stream, offset, payload);
    }
    ~DecodingNote()
    {
        if (m_quarantine)
            m_quarantine->end();
    }
    DecodingNote(const DecodingNote&) = delete;
    DecodingNote& operator=(const DecodingNote&) = delete;

private:
    Quarantine* const m_quarantine;
};

} // namespace weir
