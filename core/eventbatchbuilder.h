// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

/// Collects events into columns until the batch is published.
///
/// One event is written by beginEvent(), then setPayload(), then any of the setters and addField();
/// it ends with the next beginEvent() or publish(). What is not set has its default: time from
/// `received`, severity unset, the payload as the body, kind Log.
///
/// Thread: one at a time. Views given by text() and pieceOf() are valid only until the arena grows;
/// setPayload() makes room so that unescaping the same payload never grows it.
class EventBatchBuilder final
{
public:
    /// A batch is full at whichever comes first.
    struct Limits
    {
        std::size_t events = 8192;
        std::size_t bytes = std::size_t{4} << 20; ///< of payloads and what was appended
        std::size_t fields = 4096; ///< different field names: a hostile producer makes new ones
    };

    /// Where an event came from and when.
    struct Arrival
    {
        std::uint32_t stream = 0; ///< from streamIndex()
        std::int64_t offset = -1;
        TimePoint received; ///< clamped so that it never decreases within the batch
    };

    EventBatchBuilder(std::string source, SourceKind kind,
                      std::vector<std::pair<std::string, std::string>> labels = {});
    EventBatchBuilder(std::string source, SourceKind kind,
                      std::vector<std::pair<std::string, std::string>> labels, Limits limits);

    std::size_t size() const { return m_columns.times.size(); }
    /// No event, no position and no gap.
    bool isEmpty() const;
    bool isFull() const;
    /// Values of fields in all events so far.
    std::size_t fieldValues() const { return m_fieldValues; }
    std::size_t arenaBytes() const { return m_columns.arena.size(); }

    /// The index of a stream within this batch; adds it when new. Ask again after publish().
    std::uint32_t streamIndex(const Stream& stream);

    void beginEvent(const Arrival& arrival);

    /// Another record of the same message: an event with the position, arrival, key and headers of the
    /// one before, the next record number, and neither payload nor body.
    void beginRecord();
    /// Takes every record of the message back but the first, which loses all but payload, position, key
    /// and headers, and everything that was appended since the arena had `arenaBytes`: to begin again
    /// with another format.
    void takeBack(std::size_t arenaBytes);

    /// Copies the payload into the arena; `padding` readable bytes follow it (for simdjson).
    /// The returned view stays valid while only unescaped pieces of this payload are appended.
    std::string_view setPayload(std::string_view bytes, std::size_t padding = 0);
    ArenaRef payloadRef() const { return m_columns.payloads.back(); }
    /// The bytes as they came, for an event that was decoded from a conversion of them.
    void replacePayload(std::string_view bytes);

    /// The event's own time. More than 10 minutes after `received` it is replaced by that.
    void setTime(TimePoint time);
    /// The time of the event being written; that of its arrival until it is set.
    TimePoint lastTime() const { return m_columns.times.back(); }
    EventKind lastKind() const { return m_columns.kinds.back(); }
    /// The time of an event that was judged before, such as one read back from the index.
    void setTimeAsStored(TimePoint time, bool fromReceived)
    {
        m_columns.times.back() = time;
        m_columns.timeFromReceived.back() = fromReceived ? 1 : 0;
    }
    bool hasTime() const { return m_columns.timeFromReceived.back() == 0; }
    void setSeverity(Severity severity) { m_columns.severities.back() = severity; }
    ArenaRef lastBody() const { return m_columns.bodies.back(); }
    void setBody(ArenaRef body) { m_columns.bodies.back() = body; }
    void setTraceId(ArenaRef id) { m_columns.traceIds.back() = id; }
    void setSpanId(ArenaRef id) { m_columns.spanIds.back() = id; }
    void setKey(std::string_view bytes) { m_columns.keys.back() = append(bytes); }
    void addHeader(std::string_view name, std::string_view value);
    /// The number of a record that was told apart before, such as one read back from the index.
    void setRecord(std::uint32_t record);
    void setMetric(ArenaRef name, double value, ArenaRef unit, MetricType type);

    /// A field twice in one event: the last one counts, as in JSON.
    void addField(std::string_view name, ValueType type, ArenaRef text, std::int64_t bits = 0);

    /// The same in every record of the message, in place of what they have by this name.
    void addFieldToMessage(std::string_view name, ValueType type, ArenaRef text,
                           std::int64_t bits = 0);

    /// Every text of the message but payload, key and headers: of each record the body, the ids, the fields
    /// and what a metric has. `name` is the field's, else empty. Records that share a text show it once.
    void visitTexts(
        const std::function<void(std::string_view name, std::string_view text)>& visit) const;
    /// Replaces each of these texts by what `change` returns, which is valid until its next call, and takes
    /// the payload away with every byte that was appended since arenaBytes() was `mark`. A value that is
    /// changed is a string from then on. Precondition: key and headers were appended before.
    void rewriteTexts(std::size_t mark,
                      const std::function<std::string_view(std::string_view name,
                                                           std::string_view text)>& change);

    /// Takes everything but payload and position back and keeps the event as undecodable.
    void setUndecodable(std::string_view reason);

    /// Copies bytes that are not in the arena yet.
    ArenaRef append(std::string_view bytes);
    /// The same with `padding` readable bytes after them; unescaping them never grows the arena.
    ArenaRef append(std::string_view bytes, std::size_t padding);
    /// The reference of a view into this arena. Precondition: it is one.
    ArenaRef pieceOf(std::string_view inside) const;
    std::string_view text(ArenaRef ref) const
    {
        return std::string_view(m_columns.arena).substr(ref.offset, ref.length);
    }

    /// Says that these offsets are in the index once this batch is; joins with what it continues.
    void addPosition(std::uint32_t stream, OffsetRange offsets);
    /// Says that reading is to go on from here, though nothing of it is in the index yet.
    void addResumePoint(std::uint32_t stream, std::int64_t offset)
    {
        m_columns.positions.push_back({stream, {offset, offset}});
    }
    void addGap(Gap gap) { m_columns.gaps.push_back(std::move(gap)); }
    /// For this batch only. Counted when all of it is in the index.
    void setReceipt(CommitReceiptPtr receipt) { m_columns.receipt = std::move(receipt); }

    /// The batch so far; the builder is empty again and keeps its capacity in mind.
    EventBatchPtr publish();

private:
    void dropRow();
    void clearFrom(std::uint32_t row);
    void clearRow();
    template<typename Columns, typename Visit>
    static void visitPlaces(Columns& columns, std::uint32_t firstRow, const Visit& visit);
    std::uint32_t firstRowOfMessage() const;
    std::uint32_t lastRow() const { return static_cast<std::uint32_t>(size() - 1); }
    std::size_t columnFor(std::string_view name);

    struct NameHash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const
        {
            return std::hash<std::string_view>{}(name);
        }
    };

    const Limits m_limits;
    EventColumns m_columns;
    std::unordered_map<std::string, std::size_t, NameHash, std::equal_to<>> m_columnByName;
    std::size_t m_fieldValues = 0;
    std::size_t m_nextColumn = 0; ///< where the next field is if this event looks like the last
};

} // namespace weir
