// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/file/filetail.h"

#include <vector>

namespace weir {

/// A plain file or a pipe.
///
/// A file that has shrunk, begins with other bytes than before, or has other bytes where the last read
/// ended, is read from its beginning: the same name and inode, another content. One that begins with
/// the same bytes as another that is read may be the copy that copytruncate makes, or a
/// rewritten one: it waits for a moment for the other to be truncated or deleted, and goes on from there.
class PlainTail final : public FileTail
{
public:
    PlainTail(std::unique_ptr<FollowedFile> file, const FileSource& source, bool untilEnd,
              Quarantine* quarantine);

    bool read(EventWriter& writer, KnownFiles& known) override;

protected:
    std::string before() const override;
    std::optional<std::int64_t> end() const override;

private:
    bool identify(KnownFiles& known);
    bool hasWholeLine() const;
    bool mayBeCopy(const KnownFiles& known);
    bool isReplaced() const;
    void restart(EventWriter& writer, KnownFiles& known);
    void take(std::string_view bytes, EventWriter& writer);
    void reachEnd(EventWriter& writer);

    std::vector<char> m_buffer;
    std::string m_before; ///< the last bytes before m_at
    std::optional<std::int64_t> m_target; ///< untilEnd: the size when it was opened
    std::int64_t m_at = 0; ///< the next byte to read
    std::optional<std::chrono::steady_clock::time_point> m_waitingSince; ///< mayBeCopy()
};

} // namespace weir
