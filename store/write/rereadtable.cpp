// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/rereadtable.h"

#include "store/transaction.h"

namespace weir {

Result<std::vector<Reread>> RereadTable::all()
{
    auto statement =
        m_meta.prepare("SELECT id, source, kind, scope, name, partition, epoch, from_offset,"
                       " to_offset, below FROM rereads ORDER BY id");
    if (!statement)
        return statement.error();
    std::vector<Reread> rereads;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        const Stream stream{static_cast<SourceKind>(statement->integer(2)),
                            std::string(statement->text(3)), std::string(statement->text(4)),
                            static_cast<std::int32_t>(statement->integer(5)),
                            static_cast<std::uint32_t>(statement->integer(6))};
        rereads.push_back({statement->integer(0),
                           std::string(statement->text(1)),
                           {stream, {statement->integer(7), statement->integer(8)}},
                           EventSeq{static_cast<std::uint64_t>(statement->integer(9))}});
    }
    return row ? Result<std::vector<Reread>>(std::move(rereads)) : row.error();
}

Result<Done> RereadTable::add(std::vector<Reread>& rereads)
{
    const auto transaction = Transaction::begin(m_meta);
    if (!transaction)
        return transaction.error();
    auto insert = m_meta.prepare(
        "INSERT INTO rereads (source, kind, scope, name, partition, epoch, from_offset, to_offset,"
        " below) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    for (Reread& reread : rereads) {
        const auto& [stream, offsets] = reread.range;
        insert->bindText(1, reread.source).bind(2, static_cast<std::int64_t>(stream.kind));
        insert->bindText(3, stream.scope).bindText(4, stream.name);
        insert->bind(5, std::int64_t{stream.partition}).bind(6, std::int64_t{stream.epoch});
        insert->bind(7, offsets.from).bind(8, offsets.to);
        insert->bind(9, static_cast<std::int64_t>(number(reread.below)));
        if (const auto done = insert->run(); !done)
            return done;
        reread.id = m_meta.lastRowId();
    }
    return (*transaction)->commit();
}

Result<Done> RereadTable::remove(const std::vector<Reread>& rereads)
{
    const auto transaction = Transaction::begin(m_meta);
    if (!transaction)
        return transaction.error();
    auto remove = m_meta.prepare("DELETE FROM rereads WHERE id = ?");
    if (!remove)
        return remove.error();
    for (const Reread& reread : rereads) {
        if (const auto done = remove->bind(1, reread.id).run(); !done)
            return done;
    }
    return (*transaction)->commit();
}

} // namespace weir
