// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/metafile.h"

#include "store/schema.h"

#include <algorithm>

namespace weir {

namespace {

/// Small rows, each durable by itself: small pages.
constexpr int pageBytes = 4096;

} // namespace

MetaFile::MetaFile(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection))
    , m_folder(m_connection->file().parent_path())
{
}

Result<std::unique_ptr<MetaFile>> MetaFile::open(const std::filesystem::path& folder)
{
    auto connection = Connection::openWritable(metaFileIn(folder), true, pageBytes);
    if (!connection)
        return connection.error();
    if (const auto done = prepareSchema(**connection, FileKind::Meta); !done)
        return done.error();
    std::unique_ptr<MetaFile> meta(new MetaFile(std::move(*connection)));
    const auto next = meta->m_connection->number("SELECT next FROM sequence");
    if (!next)
        return next.error();
    meta->m_nextSeq = EventSeq{static_cast<std::uint64_t>(std::max<std::int64_t>(*next, 1))};
    return meta;
}

Result<std::vector<SliceFile>> MetaFile::slices(SliceState state)
{
    auto statement =
        m_connection->prepare("SELECT number, file FROM slices WHERE state = ? ORDER BY number");
    if (!statement)
        return statement.error();
    statement->bind(1, static_cast<std::int64_t>(state));
    std::vector<SliceFile> slices;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        slices.push_back({statement->integer(0), m_folder / statement->text(1)});
    if (!row)
        return row.error();
    return slices;
}

Result<Done> MetaFile::addSlice(const SliceFile& slice)
{
    auto insert = m_connection->prepare(
        "INSERT OR REPLACE INTO slices (number, file, state) VALUES (?, ?, 0)");
    if (!insert)
        return insert.error();
    const std::string name = slice.file.filename().string();
    return insert->bind(1, slice.number).bindText(2, name).run();
}

Result<Done> MetaFile::retire(std::int64_t number)
{
    auto update = m_connection->prepare("UPDATE slices SET state = 1 WHERE number = ?");
    if (!update)
        return update.error();
    return update->bind(1, number).run();
}

Result<Done> MetaFile::forget(std::int64_t number)
{
    auto remove = m_connection->prepare("DELETE FROM slices WHERE number = ?");
    if (!remove)
        return remove.error();
    return remove->bind(1, number).run();
}

Result<std::int64_t> MetaFile::highestSlice()
{
    return m_connection->number("SELECT seq FROM sqlite_sequence WHERE name = 'slices'");
}

Result<Done> MetaFile::reserveUpTo(EventSeq next)
{
    auto write = m_connection->prepare("INSERT OR REPLACE INTO sequence (id, next) VALUES (1, ?)");
    if (!write)
        return write.error();
    if (const auto done = write->bind(1, static_cast<std::int64_t>(number(next))).run(); !done)
        return done.error();
    m_nextSeq = next;
    return Done{};
}

} // namespace weir
