// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/storedbatch.h"

#include <filesystem>
#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace weir::bench {

/// What one would write without Weir: a SQLite table with a row per event and an index on the time.
/// The same durability (WAL, synchronous NORMAL), one transaction a batch. Thread: one.
class RowStore final
{
public:
    static Result<std::unique_ptr<RowStore>> create(const std::filesystem::path& file);
    ~RowStore();
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;

    Result<Done> add(const EventBatch& batch);

private:
    RowStore(sqlite3* db, sqlite3_stmt* insert);

    sqlite3* m_db;
    sqlite3_stmt* m_insert;
};

} // namespace weir::bench
