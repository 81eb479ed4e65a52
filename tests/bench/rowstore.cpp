// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rowstore.h"

#include "core/json.h"

#include <sqlite3.h>

namespace weir::bench {

namespace {

constexpr auto schema =
    "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    "CREATE TABLE events (seq INTEGER PRIMARY KEY, time INTEGER, severity INTEGER,"
    " body TEXT, trace_id TEXT, fields TEXT, payload TEXT);"
    "CREATE INDEX events_time ON events (time);";

std::string fieldsOf(const EventBatch& batch, std::size_t row)
{
    JsonWriter json;
    json.beginObject();
    const auto& fields = batch.columns().fields;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        if (const auto value = batch.field(column, row))
            json.member(fields[column].name, value->text);
    }
    json.endObject();
    return json.take();
}

void bindText(sqlite3_stmt* statement, int index, std::string_view text)
{
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT); // NOLINT: SQLite's own macro
}

Error errorOf(sqlite3* db)
{
    return {Error::Code::Io, "row store", sqlite3_errmsg(db)};
}

} // namespace

RowStore::RowStore(sqlite3* db, sqlite3_stmt* insert)
    : m_db(db)
    , m_insert(insert)
{
}

RowStore::~RowStore()
{
    sqlite3_finalize(m_insert);
    sqlite3_close(m_db);
}

Result<std::unique_ptr<RowStore>> RowStore::create(const std::filesystem::path& file)
{
    sqlite3* db = nullptr;
    sqlite3_stmt* insert = nullptr;
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK
        || sqlite3_exec(db, schema, nullptr, nullptr, nullptr) != SQLITE_OK
        || sqlite3_prepare_v2(db,
                              "INSERT INTO events(time, severity, body, trace_id, fields, payload)"
                              " VALUES (?,?,?,?,?,?)",
                              -1, &insert, nullptr)
            != SQLITE_OK) {
        const Error error = errorOf(db);
        sqlite3_close(db);
        return error;
    }
    return std::unique_ptr<RowStore>(new RowStore(db, insert));
}

Result<Done> RowStore::add(const EventBatch& batch)
{
    sqlite3_exec(m_db, "BEGIN", nullptr, nullptr, nullptr);
    for (std::size_t row = 0; row < batch.size(); ++row) {
        sqlite3_bind_int64(m_insert, 1, nanosecondsOf(batch.time(row)));
        sqlite3_bind_int(m_insert, 2, static_cast<int>(batch.severity(row)));
        bindText(m_insert, 3, batch.body(row));
        bindText(m_insert, 4, batch.traceId(row));
        bindText(m_insert, 5, fieldsOf(batch, row));
        if (batch.payload(row) == batch.body(row)) // a line of plain text need not be there twice
            sqlite3_bind_null(m_insert, 6);
        else
            bindText(m_insert, 6, batch.payload(row));
        const int stepped = sqlite3_step(m_insert);
        sqlite3_reset(m_insert);
        if (stepped != SQLITE_DONE)
            return errorOf(m_db);
    }
    if (sqlite3_exec(m_db, "COMMIT", nullptr, nullptr, nullptr) != SQLITE_OK)
        return errorOf(m_db);
    return Done{};
}

} // namespace weir::bench
