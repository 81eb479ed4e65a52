// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// What is known of the files of one source: which of them are indexed up to where, and which are
/// being read. Recognises a file under a new name, and two files that begin alike as two.
/// Thread: a value.
class KnownFiles final
{
public:
    KnownFiles() = default;
    explicit KnownFiles(std::vector<StartPosition> indexed)
        : m_closed(std::move(indexed))
    {
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
    };
    /// Which stream it is and how far it is indexed. Marks it as being read.
    StartPosition recognise(const File& file);

    /// It is read no longer; `indexed` bytes of it were.
    void close(const Stream& stream, std::int64_t indexed);
    /// It turned out to be another file.
    void forget(const Stream& stream) { m_open.erase(stream.scope); }

private:
    using Positions = std::vector<StartPosition>;

    bool isTaken(const std::string& scope) const;
    Positions::iterator find(const File& file, bool isRenamed);

    Positions m_closed; ///< indexed, and not being read
    std::set<std::string> m_open; ///< scopes in use
};

} // namespace weir
