// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/write/reread.h"

#include <vector>

namespace weir {

/// The ranges in meta.db that are being taken out of the index. Every change is durable when the
/// function returns.
///
/// Thread: that of the connection, which outlives it.
class RereadTable final
{
public:
    explicit RereadTable(Connection& meta)
        : m_meta(meta)
    {
    }

    /// In the order they were added.
    Result<std::vector<Reread>> all();
    /// All or none of them; gives them their ids.
    Result<Done> add(std::vector<Reread>& rereads);
    /// All or none of them.
    Result<Done> remove(const std::vector<Reread>& rereads);

private:
    Connection& m_meta;
};

} // namespace weir
