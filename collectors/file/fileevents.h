// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/eventwriter.h"
#include "collectors/file/eventjoiner.h"
#include "collectors/file/linesplitter.h"
#include "collectors/file/textencoding.h"
#include "collectors/quarantine.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace weir {

/// From the bytes of one file to events with their positions: cuts lines, converts them, joins those that
/// belong together.
///
/// A position is the first byte that is in no event yet, so what is held back or not ended is read again
/// by whoever goes on from there. Thread: the source's.
class FileEvents final
{
public:
    /// Both outlive it; `quarantine` may be null.
    FileEvents(const FileSource& source, Quarantine* quarantine);

    /// From now on the bytes from `next` on come, of a file with these first bytes. A pipe has no
    /// positions.
    void begin(Stream stream, std::int64_t next, std::string_view firstBytes,
               bool hasPositions = true);
    bool hasBegun() const { return m_lines != nullptr; }
    /// The last bytes before those that come: when they do not end a line, its end may come first.
    void continueAfter(std::string_view before);

    void feed(std::string_view bytes, EventWriter& writer);
    /// Nothing comes for now: a held back event is given out when it has been quiet for a moment.
    void settle(EventWriter& writer);
    /// Gives out what is held back; a line that is not ended is left.
    void release(EventWriter& writer);
    /// The end of the file: the last line needs no newline.
    void finish(EventWriter& writer);
    /// Forgets what is held back and not ended: the bytes from next() on come again.
    void rewind();
    /// Forgets the stream: as before begin().
    void reset();

    /// Adds the span that has been read to the batch being built; a new batch begins after it.
    void addPosition(EventWriter& writer);
    void setName(const std::string& path) { m_stream.name = path; }

    const Stream& stream() const { return m_stream; }
    std::int64_t next() const { return m_next; }

private:
    void take(const LineSplitter::Line& line, EventWriter& writer);
    void emit(const EventJoiner::Event& event, EventWriter& writer);
    EventBatchBuilder::Arrival arrival(EventWriter& writer);
    std::string_view newline() const;

    /// Leaves an event out that ended the collector three times. False: it may be decoded.
    bool leaveOut(std::int64_t length, EventWriter& writer);

    const FileSource& m_source;
    Quarantine* const m_quarantine;
    EventJoiner m_joiner;
    std::unique_ptr<LineSplitter> m_lines; ///< null before begin()
    EncodingOfFile m_encoding;
    Stream m_stream;
    std::int64_t m_next = 0; ///< the first byte that is in no event yet
    std::int64_t m_spanFrom = 0; ///< [m_spanFrom, m_next) is in the batch being built
    std::optional<std::uint32_t> m_streamIndex; ///< in the batch being built
    TimePoint m_received;
    std::chrono::steady_clock::time_point m_lastFed;
    std::string m_carry; ///< half a unit
    std::string m_converted; ///< reused from line to line
    bool m_hasPositions = true;
    bool m_isFirstLine = false;
    bool m_isInLine = false; ///< what was indexed ended without a newline, which may come now
};

} // namespace weir
