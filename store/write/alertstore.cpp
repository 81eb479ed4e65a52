// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/alertstore.h"

#include "store/transaction.h"

namespace weir {

AlertStore::AlertStore(Connection& meta)
    : m_connection(meta)
{
}

Result<AlertSnapshot> AlertStore::snapshot()
{
    auto statement = m_connection.prepare("SELECT consumed, tick, state FROM alert_state");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    if (!*row)
        return AlertSnapshot{};
    return AlertSnapshot{EventSeq{static_cast<std::uint64_t>(statement->integer(0))},
                         timePointOf(statement->integer(1)), std::string(statement->text(2))};
}

Result<std::vector<std::int64_t>> AlertStore::save(const AlertSnapshot& snapshot,
                                                   const std::vector<AlertRecord>& records)
{
    const auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return transaction.error();
    std::vector<std::int64_t> ids;
    for (const AlertRecord& record : records) {
        const auto id = insert(record);
        if (!id)
            return id.error();
        ids.push_back(*id);
    }
    auto state = m_connection.prepare("INSERT OR REPLACE INTO alert_state (id, consumed, tick,"
                                      " state) VALUES (1, ?, ?, ?)");
    if (!state)
        return state.error();
    state->bind(1, static_cast<std::int64_t>(number(snapshot.consumed)));
    state->bind(2, nanosecondsOf(snapshot.tick)).bindText(3, snapshot.state);
    if (const auto done = state->run(); !done)
        return done.error();
    if (const auto done = (*transaction)->commit(); !done)
        return done.error();
    return ids;
}

Result<std::int64_t> AlertStore::insert(const AlertRecord& record)
{
    auto statement = m_connection.prepare(
        "INSERT INTO alert_history (rule, labels, from_state, to_state, at, recorded, value,"
        " summary, reason, notification) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!statement)
        return statement.error();
    statement->bindText(1, record.rule).bindText(2, record.labels);
    statement->bindText(3, record.from).bindText(4, record.to);
    statement->bind(5, nanosecondsOf(record.at)).bind(6, nanosecondsOf(record.recorded));
    statement->bind(7, record.value).bindText(8, record.summary);
    statement->bindText(9, record.reason).bindText(10, record.notification);
    if (const auto done = statement->run(); !done)
        return done.error();
    return m_connection.lastRowId();
}

Result<Done> AlertStore::noteNotification(std::int64_t record, const std::string& notification)
{
    auto update = m_connection.prepare("UPDATE alert_history SET notification = ? WHERE id = ?");
    if (!update)
        return update.error();
    return update->bindText(1, notification).bind(2, record).run();
}

} // namespace weir
