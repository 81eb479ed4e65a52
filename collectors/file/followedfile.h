// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"
#include "core/stream.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace weir {

/// An open file, known by what it is and not by its name: a name may mean another file tomorrow.
class FollowedFile final
{
public:
    /// `-` is standard input.
    static Result<std::unique_ptr<FollowedFile>> open(const std::string& path);

    const std::string& path() const { return m_path; }
    void setPath(std::string path) { m_path = std::move(path); }
    /// Has a size and can be read from anywhere; otherwise a pipe.
    bool isRegular() const { return m_isRegular; }
    int descriptor() const { return m_descriptor.get(); }

    /// Device and inode.
    using Id = std::pair<std::uint64_t, std::uint64_t>;
    Id id() const { return m_id; }
    /// The file a path names now.
    static std::optional<Id> idOf(const std::string& path);

    std::int64_t size() const;
    /// No name is left.
    bool isDeleted() const;
    /// When its content was changed last.
    std::chrono::system_clock::time_point changed() const;
    /// Bytes from `offset` on (of a pipe: the next ones). 0: the end for now; nothing: nothing now.
    std::optional<std::size_t> read(std::int64_t offset, std::span<char> buffer);

    /// As fileidentity.h says.
    std::string identity() const;
    bool isCompressed() const;
    bool hasIdentity(const std::string& identity) const;
    /// At most `length` of its first bytes.
    std::string head(std::size_t length) const;
    /// Bytes of a regular file from `offset` on; how many there were.
    std::size_t readAt(std::int64_t offset, std::span<char> buffer) const;
    /// Whether both begin with the same bytes, as many as the shorter one has.
    bool beginsLike(const FollowedFile& other) const;

private:
    FollowedFile(std::string path, int descriptor);
    std::string firstBytes(std::size_t length) const;

    std::string m_path;
    const Descriptor m_descriptor;
    bool m_isRegular = false;
    Id m_id;
};

} // namespace weir
