// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace weir {

/// Everything between begin() and commit() is in the file, or nothing is.
/// Rolls back when destroyed uncommitted. Thread: the one that owns the connection.
class Transaction final
{
public:
    static Result<std::unique_ptr<Transaction>> begin(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    Result<Done> commit();

private:
    explicit Transaction(Connection& connection);

    Connection& m_connection;
};

} // namespace weir
