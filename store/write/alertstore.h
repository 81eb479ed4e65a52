// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "store/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// The alert tables of meta.db, for the writer. Durable when a function returns.
///
/// Thread: that of the connection, which outlives it.
class AlertStore final
{
public:
    explicit AlertStore(Connection& meta);

    /// Empty when none was saved.
    Result<AlertSnapshot> snapshot();
    /// State and transitions in one transaction; the ids of the records.
    Result<std::vector<std::int64_t>> save(const AlertSnapshot& snapshot,
                                           const std::vector<AlertRecord>& records);
    Result<Done> noteNotification(std::int64_t record, const std::string& notification);

private:
    Result<std::int64_t> insert(const AlertRecord& record);

    Connection& m_connection;
};

} // namespace weir
