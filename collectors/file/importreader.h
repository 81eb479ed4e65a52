// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/bytesource.h"
#include "collectors/file/knownfiles.h"
#include "collectors/file/linechunk.h"
#include "collectors/file/linesplitter.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace weir {

/// A file that is read once, from where it is indexed to its end: its lines in chunks. What the file is
/// and how its bytes are counted is as for files that are followed; those of a compressed file are
/// counted as they are unpacked, so packing a file does not make it another one.
///
/// Thread: one at a time.
class ImportReader final
{
public:
    /// `path` is what to open, `name` what the stream is called. `stop` outlives the reader.
    static Result<std::unique_ptr<ImportReader>> open(const std::string& path,
                                                      const std::string& name, KnownFiles& known,
                                                      const std::atomic<bool>& stop);

    /// The next lines; nothing at the end, or after a stop. After an error what came before it has been
    /// given, and the line it is in has not.
    Result<std::optional<LineChunk>> next();
    const Stream& stream() const { return m_stream; }
    /// How much was indexed before.
    std::int64_t begin() const { return m_begin; }
    /// The first byte that is in no chunk yet.
    std::int64_t position() const { return m_next; }
    const ByteSource& source() const { return *m_source; }

private:
    ImportReader(std::unique_ptr<ByteSource> source, const std::atomic<bool>& stop);

    Result<Done> recognise(const std::string& name, KnownFiles& known);
    Result<bool> readMore();
    void feed(std::string_view bytes);
    std::string_view passOver(std::string_view bytes);
    void take(const LineSplitter::Line& line);
    void finishChunk();

    const std::unique_ptr<ByteSource> m_source;
    const std::atomic<bool>& m_stop;
    LineSplitter m_lines;
    Stream m_stream;
    std::string m_head; ///< the first bytes, read to recognise the file by
    std::int64_t m_begin = 0;
    std::int64_t m_next = 0;
    std::int64_t m_toPass = 0; ///< bytes that are indexed already
    char m_before = '\n'; ///< the last of them
    LineChunk m_chunk; ///< being filled
    std::deque<LineChunk> m_ready;
    std::optional<Error> m_error;
    bool m_hasEnded = false;
};

} // namespace weir
