// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/sourceretention.h"

#include <algorithm>

namespace weir {

namespace {

/// Of all blocks of a source in a slice, as they are stored. SQLite tells the length of a blob
/// without reading it.
Result<std::uint64_t> columnBytes(Connection& slice, const std::string& source)
{
    auto sum = slice.prepare(
        "SELECT ifnull(sum(length(c.data)), 0) FROM blocks b"
        " JOIN columns c ON c.id >= b.id * 65536 AND c.id < (b.id + 1) * 65536"
        " WHERE b.source = (SELECT id FROM sources WHERE name = ?)");
    if (!sum)
        return sum.error();
    const auto row = sum->bindText(1, source).step();
    if (!row)
        return row.error();
    return static_cast<std::uint64_t>(sum->integer(0));
}

} // namespace

Result<std::optional<DueSources>> SourceRetention::next(const RetentionPolicy& policy,
                                                        const std::vector<SliceFile>& sealed,
                                                        TimePoint now)
{
    forgetAllBut(sealed);
    std::optional<DueSources> oldest;
    if (policy.sources.empty())
        return oldest;
    std::map<std::string, std::uint64_t> newerBytes; // of sources with a size
    for (auto slice = sealed.rbegin(); slice != sealed.rend(); ++slice) {
        if (m_left.count(slice->file) != 0)
            continue;
        const auto parts = partsOf(*slice);
        const auto measured = parts ? measure(policy, *slice, **parts) : parts.error();
        if (!measured && isOfTheFile(measured.error()))
            leave(slice->file);
        else if (!measured && measured.error().code != Error::Code::NotFound)
            return measured.error();
        if (!measured)
            continue;
        if (auto due = dueIn(policy, *slice, **parts, newerBytes, now))
            oldest = std::move(due);
        for (const auto& [source, part] : **parts) {
            if (part.bytes)
                newerBytes[source] += *part.bytes;
        }
    }
    return oldest;
}

void SourceRetention::forgetAllBut(const std::vector<SliceFile>& sealed)
{
    const auto isGone = [&sealed](const std::filesystem::path& file) {
        return std::none_of(sealed.begin(), sealed.end(),
                            [&file](const SliceFile& slice) { return slice.file == file; });
    };
    std::erase_if(m_parts, [&](const auto& entry) { return isGone(entry.first); });
    std::erase_if(m_left, isGone);
}

Result<SourceRetention::Parts*> SourceRetention::partsOf(const SliceFile& slice)
{
    const auto known = m_parts.find(slice.file);
    if (known != m_parts.end())
        return &known->second;
    const auto connection = Connection::openReadOnly(slice.file);
    if (!connection)
        return connection.error();
    auto rows = (*connection)->prepare(
        "SELECT s.name, max(max(b.received_floor, b.last_received))"
        " FROM blocks b JOIN sources s ON s.id = b.source GROUP BY b.source");
    if (!rows)
        return rows.error();
    Parts parts;
    auto row = rows->step();
    for (; row && *row; row = rows->step())
        parts[std::string(rows->text(0))].lastReceived = timePointOf(rows->integer(1));
    if (!row)
        return row.error();
    return &m_parts.emplace(slice.file, std::move(parts)).first->second;
}

Result<Done> SourceRetention::measure(const RetentionPolicy& policy, const SliceFile& slice,
                                      Parts& parts)
{
    std::unique_ptr<Connection> connection;
    for (auto& [source, part] : parts) {
        const auto own = policy.sources.find(source);
        if (part.bytes || own == policy.sources.end() || !own->second.bytes)
            continue;
        if (!connection) {
            auto opened = Connection::openReadOnly(slice.file);
            if (!opened)
                return opened.error();
            connection = std::move(*opened);
        }
        const auto bytes = columnBytes(*connection, source);
        if (!bytes)
            return bytes.error();
        part.bytes = *bytes;
    }
    return Done{};
}

std::optional<DueSources>
SourceRetention::dueIn(const RetentionPolicy& policy, const SliceFile& slice, const Parts& parts,
                       const std::map<std::string, std::uint64_t>& newerBytes, TimePoint now)
{
    DueSources due{slice, {}, false};
    for (const auto& [source, part] : parts) {
        const auto age = policy.ageOf(source);
        const auto own = policy.sources.find(source);
        const auto newer = newerBytes.find(source);
        const std::uint64_t bytes = newer == newerBytes.end() ? 0 : newer->second;
        const bool isTooOld = age && part.lastReceived < now - *age;
        const bool isTooMuch = own != policy.sources.end() && own->second.bytes
            && bytes >= *own->second.bytes;
        if (isTooOld || isTooMuch)
            due.sources.push_back(source);
    }
    due.isAll = due.sources.size() == parts.size();
    return due.sources.empty() ? std::nullopt : std::optional(std::move(due));
}

} // namespace weir
