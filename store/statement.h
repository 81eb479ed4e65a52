// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace weir {

/// One prepared statement, used again and again: bind, step, reset. Columns count from 0,
/// parameters from 1. Thread: that of its connection, which outlives it.
class Statement final
{
public:
    explicit Statement(sqlite3_stmt* statement, std::string file);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, double value);
    /// The bytes stay the caller's and must live until reset().
    Statement& bindText(int parameter, std::string_view text);
    Statement& bindBlob(int parameter, std::string_view bytes);

    /// True: a row is there. False: done.
    Result<bool> step();
    /// step() for what returns no rows, then reset().
    Result<Done> run();
    /// Ready to be bound and stepped again; ends the read transaction a step() began.
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    /// Views are valid until the next step() or reset().
    std::string_view text(int column) const;
    std::string_view blob(int column) const;

private:
    sqlite3_stmt* m_statement;
    std::string m_file;
};

/// Resets a statement at the end of a scope, so that no read transaction stays open.
class ResetAtEnd final
{
public:
    explicit ResetAtEnd(Statement& statement)
        : m_statement(statement)
    {
    }
    ~ResetAtEnd() { m_statement.reset(); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    Statement& m_statement;
};

} // namespace weir
