// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/statement.h"

#include "store/sqliteerror.h"

#include <sqlite3.h>

#include <utility>

namespace weir {

Statement::Statement(sqlite3_stmt* statement, std::string file)
    : m_statement(statement)
    , m_file(std::move(file))
{
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Statement::Statement(Statement&& other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_file(std::move(other.m_file))
{
}

Statement& Statement::operator=(Statement&& other) noexcept
{
    std::swap(m_statement, other.m_statement);
    std::swap(m_file, other.m_file);
    return *this;
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    sqlite3_bind_int64(m_statement, parameter, value);
    return *this;
}

Statement& Statement::bind(int parameter, double value)
{
    sqlite3_bind_double(m_statement, parameter, value);
    return *this;
}

Statement& Statement::bindText(int parameter, std::string_view text)
{
    // A null pointer would bind NULL where an empty text is meant.
    const char* const data = text.data() == nullptr ? "" : text.data();
    sqlite3_bind_text64(m_statement, parameter, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindBlob(int parameter, std::string_view bytes)
{
    const char* const data = bytes.data() == nullptr ? "" : bytes.data();
    sqlite3_bind_blob64(m_statement, parameter, data, bytes.size(), SQLITE_STATIC);
    return *this;
}

Result<bool> Statement::step()
{
    const int result = sqlite3_step(m_statement);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return false;
    sqlite3* const db = sqlite3_db_handle(m_statement);
    return sqliteError(db, sqlite3_extended_errcode(db), m_file);
}

Result<Done> Statement::run()
{
    const auto stepped = step();
    reset();
    if (!stepped)
        return stepped.error();
    return Done{};
}

void Statement::reset()
{
    // Its result repeats the failure of the step before, which was reported there.
    sqlite3_reset(m_statement);
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

std::string_view Statement::text(int column) const
{
    const void* const data = sqlite3_column_text(m_statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return data == nullptr ? std::string_view{}
                           : std::string_view{static_cast<const char*>(data), size};
}

std::string_view Statement::blob(int column) const
{
    const void* const data = sqlite3_column_blob(m_statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return data == nullptr ? std::string_view{}
                           : std::string_view{static_cast<const char*>(data), size};
}

} // namespace weir
