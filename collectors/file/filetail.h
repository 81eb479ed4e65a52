// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/eventwriter.h"
#include "collectors/file/followedfile.h"
#include "collectors/file/knownfiles.h"
#include "collectors/file/linesplitter.h"

#include <memory>
#include <optional>
#include <vector>

namespace weir {

/// One file of a source while it is read: lines become events, bytes become positions.
///
/// A file that has shrunk, or begins with other bytes than before, is read from its beginning: the
/// same name and inode, another content.
class FileTail final
{
public:
    /// `quarantine` outlives it, and may be null.
    FileTail(std::unique_ptr<FollowedFile> file, bool untilEnd, Quarantine* quarantine);

    FollowedFile& file() { return *m_file; }
    /// At the end of a pipe, or of what untilEnd wanted.
    bool hasEnded() const { return m_hasEnded; }
    /// No wanted path names the file any more.
    void setPathGone(bool isGone) { m_isPathGone = isGone; }
    bool isPathGone() const { return m_isPathGone; }

    /// Reads what is there, at most a chunk. False: nothing more for now. The tail takes out of
    /// `known` what it goes on from.
    bool read(EventWriter& writer, KnownFiles& known);
    /// Adds the span that has been read to the batch being built; a new batch begins after it.
    void addPosition(EventWriter& writer);

    PositionStatus position() const;
    /// Gives back to `known` what it took, and what was read since.
    void close(KnownFiles& known);

private:
    bool identify(KnownFiles& known);
    bool isReplaced() const;
    void restart(KnownFiles& known);
    void take(const LineSplitter::Line& line, EventWriter& writer);

    std::unique_ptr<FollowedFile> m_file;
    Quarantine* const m_quarantine;
    LineSplitter m_lines;
    std::vector<char> m_buffer;
    Stream m_stream; ///< its scope is empty until there are bytes to recognise the file by
    std::optional<std::int64_t> m_target; ///< untilEnd: the size when it was opened
    std::int64_t m_at = 0; ///< the next byte to read
    std::int64_t m_next = 0; ///< the first byte that is in no event yet
    std::int64_t m_spanFrom = 0; ///< [m_spanFrom, m_next) is in the batch being built
    TimePoint m_received;
    std::optional<std::uint32_t> m_streamIndex; ///< in the batch being built
    bool m_isInLine = false; ///< what was indexed ended without a newline, which may come now
    bool m_hasEnded = false;
    bool m_isPathGone = false;
};

} // namespace weir
