// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/bytesource.h"
#include "collectors/file/filetail.h"

namespace weir {

/// A compressed file: what is packed in it is read once, and counted as it is unpacked. So a log that was
/// read before it was packed is recognised, and only what is missing is taken.
///
/// As long as a plain file that begins with the same content is read, it is taken for the packed copy of
/// that and waits: gzip removes the plain file when it is done. A file that is still being packed, or is
/// damaged, is tried again whenever it has changed; what could be unpacked is kept.
class ArchiveTail final : public FileTail
{
public:
    /// `stop` ends long comparisons and outlives it.
    ArchiveTail(std::unique_ptr<FollowedFile> file, const FileSource& source, bool untilEnd,
                const StopSignal& stop, Quarantine* quarantine);

    bool isPacked() const override { return true; }
    bool read(EventWriter& writer, KnownFiles& known) override;

protected:
    std::string before() const override { return m_before; }
    std::optional<std::int64_t> end() const override;

private:
    bool isDue() const;
    bool open(KnownFiles& known);
    bool isPackedCopy(const FollowedFile& plain);
    void recognise(KnownFiles& known);
    void take(std::string_view bytes, EventWriter& writer);
    void finish(EventWriter& writer);
    void fail(const Error& error);

    const StopSignal& m_stop;
    std::unique_ptr<ByteSource> m_content; ///< null while nothing is unpacked
    std::string m_head; ///< read to recognise the content by, and not yet taken
    std::string m_before; ///< the last bytes before next(), as far as it is kept
    std::int64_t m_toPass = 0; ///< bytes that are indexed already
    std::chrono::steady_clock::time_point m_nextTry;
    std::chrono::system_clock::time_point m_failedAt; ///< the time of change of what could not be read
};

/// At most `length` of the first bytes that are packed in a file; none where it cannot be unpacked.
std::string unpackedHead(const FollowedFile& file, std::size_t length);

} // namespace weir
