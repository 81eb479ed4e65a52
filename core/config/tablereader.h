// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/problems.h"
#include "core/config/tomlvalue.h"
#include "core/query/query.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Reads the keys of one table. Whatever is asked for is known; finish() then reports every other key,
/// with the nearest known one. A value of the wrong type is reported and left unread; a missing key
/// leaves the value as it is.
///
/// The table and the problems outlive it. Keys are literals.
class TableReader final
{
public:
    TableReader(const TomlValue& table, Problems& problems)
        : m_table(table)
        , m_problems(problems)
    {
    }

    /// Null when the key is missing. The value is not checked.
    const TomlValue* find(std::string_view key);
    /// Null when the key is missing, which finish() reports.
    const TomlValue* require(std::string_view key);
    /// As find(), but anything except a table is reported and null.
    const TomlValue* table(std::string_view key);
    /// The tables of `[[key]]`; empty when the key is missing or something else.
    std::vector<const TomlValue*> tables(std::string_view key);

    void read(std::string_view key, std::string& text);
    void read(std::string_view key, bool& truth);
    void read(std::string_view key, Nanoseconds& duration);
    void read(std::string_view key, std::vector<std::string>& texts);
    void readSize(std::string_view key, std::uint64_t& bytes);

    /// Like read(), but a missing or an empty one is reported.
    void readRequired(std::string_view key, std::string& text);
    void readRequired(std::string_view key, std::vector<std::string>& texts);

    /// One of some words. `Choice` is an enumeration in the order of the words.
    template<typename Choice>
    void readChoice(std::string_view key, const std::vector<std::string_view>& words,
                    Choice& choice)
    {
        if (const auto index = indexOfChoice(key, words))
            choice = static_cast<Choice>(*index);
    }
    std::optional<std::size_t> indexOfChoice(std::string_view key,
                                             const std::vector<std::string_view>& words);

    /// The query of a key as text and parsed; reported when it does not parse, with its place.
    std::optional<Query> readQuery(std::string_view key, std::string& text);

    /// Reports the keys nobody has asked for, and what is missing; a key that is written wrong is one
    /// fault, not also a missing key. False when there is an unknown key. To be called once, last.
    bool finish();

    TomlPlace place() const { return m_table.place; }
    Problems& problems() { return m_problems; }

private:
    const TomlValue* findAs(std::string_view key, TomlValue::Kind kind, std::string_view expected);

    const TomlValue& m_table;
    Problems& m_problems;
    std::vector<std::string_view> m_known;
    std::vector<std::string_view> m_missing;
};

} // namespace weir
