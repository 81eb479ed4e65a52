// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/eventwriter.h"
#include "collectors/file/fileevents.h"
#include "collectors/file/followedfile.h"
#include "collectors/file/knownfiles.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace weir {

/// One file of a source while it is read. Thread: the source's.
class FileTail
{
public:
    /// For a plain file or a pipe, or a compressed one, as its first bytes say. `source` and `stop`
    /// outlive it.
    static std::unique_ptr<FileTail> make(std::unique_ptr<FollowedFile> file,
                                          const FileSource& source, bool untilEnd,
                                          const StopSignal& stop, Quarantine* quarantine);
    virtual ~FileTail() = default;
    FileTail(const FileTail&) = delete;
    FileTail& operator=(const FileTail&) = delete;

    FollowedFile& file() { return *m_file; }
    /// It may have been renamed.
    void setPath(const std::string& path);
    /// At the end of a pipe, of a compressed file, or of what untilEnd wanted.
    bool hasEnded() const { return m_hasEnded; }
    /// No wanted path names the file any more.
    void setPathGone(bool isGone);
    /// The same, and for so long that whoever writes to it has surely noticed.
    bool isLeft() const;
    /// A sentence: why its content cannot be read; or empty.
    const std::string& problem() const { return m_problem; }

    /// Compressed. To be read after plain files, which it may hold a copy of.
    virtual bool isPacked() const { return false; }

    /// Reads what is there, at most a chunk. False: nothing more for now. The tail takes out of
    /// `known` what it goes on from.
    virtual bool read(EventWriter& writer, KnownFiles& known) = 0;
    /// Adds the span that has been read to the batch being built; a new batch begins after it.
    void addPosition(EventWriter& writer) { m_events.addPosition(writer); }
    /// It is read no longer. Gives out what was held back, and gives back to `known` what it took.
    void close(EventWriter& writer, KnownFiles& known);

    PositionStatus position() const;

protected:
    FileTail(std::unique_ptr<FollowedFile> file, const FileSource& source, bool untilEnd,
             Quarantine* quarantine);

    /// The bytes right before next(), as far as known.
    virtual std::string before() const = 0;
    /// Of the content, where it is known.
    virtual std::optional<std::int64_t> end() const = 0;

    const std::unique_ptr<FollowedFile> m_file;
    const bool m_untilEnd; ///< stop at what was the end when it was opened
    FileEvents m_events;
    std::chrono::steady_clock::time_point m_lastRead; ///< when there was something
    bool m_hasEnded = false;
    std::string m_problem;

private:
    std::optional<std::chrono::steady_clock::time_point> m_goneSince;
};

/// Whether the file that was indexed still has its name; if so, another one that begins alike is not it.
/// A compressed one is told by what is packed in it.
bool isStillThere(const Stream& stream);

} // namespace weir
