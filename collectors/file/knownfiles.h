// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weir {

class FollowedFile;

/// What is known of the files of one source: which of them are indexed up to where, and which are
/// being read. Recognises a file under a new name, and two files that begin alike as two.
/// Thread: a value.
class KnownFiles final
{
public:
    KnownFiles() = default;
    explicit KnownFiles(std::vector<StartPosition> indexed)
    {
        for (StartPosition& position : indexed)
            m_closed.push_back({std::move(position), {}});
    }

    /// A file as it is found now.
    struct File
    {
        std::string path;
        std::string identity; ///< not empty
        std::function<bool(const std::string& identity)> hasIdentity;
        /// Whether the file that was indexed still has its name; if so, another one that begins
        /// alike is not it.
        std::function<bool(const Stream&)> isStillThere;
        /// Whether these bytes stand right before an offset of it. Not asked when nothing is known.
        std::function<bool(std::int64_t offset, const std::string& before)> hasBefore = nullptr;
        /// Where others can compare with it, while it is read.
        const FollowedFile* open = nullptr;
    };
    /// Which stream it is and how far it is indexed. Marks it as being read.
    StartPosition recognise(const File& file);

    /// A file that is being read and has one of these identities; null for none, or where nobody can
    /// compare with it.
    const FollowedFile*
    openLike(const std::function<bool(const std::string& identity)>& hasIdentity) const;

    /// It is read no longer; `indexed` bytes of it were, and the last of them are `before`, if known: a
    /// file of its name that has other ones there is another file.
    void close(const Stream& stream, std::int64_t indexed, std::string before = {});
    /// It turned out to be another file.
    void forget(const Stream& stream) { m_open.erase(stream.scope); }

private:
    struct Closed
    {
        StartPosition position;
        std::string before;
    };
    using Positions = std::vector<Closed>;

    bool isTaken(const std::string& scope) const;
    Positions::iterator find(const File& file, bool isRenamed);

    Positions m_closed; ///< indexed, and not being read
    std::map<std::string, const FollowedFile*> m_open; ///< by scope
};

} // namespace weir
