// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/transaction.h"

namespace weir {

Transaction::Transaction(Connection& connection)
    : m_connection(connection)
{
}

Result<std::unique_ptr<Transaction>> Transaction::begin(Connection& connection)
{
    // Immediate: only one connection writes, so a lock that cannot be had is found here.
    if (const auto done = connection.execute("BEGIN IMMEDIATE"); !done)
        return done.error();
    return std::unique_ptr<Transaction>(new Transaction(connection));
}

Transaction::~Transaction()
{
    // Asked of SQLite, because some errors roll back by themselves.
    if (m_connection.isInTransaction())
        (void)m_connection.execute("ROLLBACK");
}

Result<Done> Transaction::commit()
{
    return m_connection.execute("COMMIT");
}

} // namespace weir
