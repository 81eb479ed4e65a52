// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tablereader.h"

#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

const TomlValue* TableReader::find(std::string_view key)
{
    if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
        m_known.push_back(key);
    const TomlMember* member = m_table.member(key);
    return member ? &member->value : nullptr;
}

const TomlValue* TableReader::require(std::string_view key)
{
    const TomlValue* value = find(key);
    if (!value)
        m_missing.push_back(key);
    return value;
}

const TomlValue* TableReader::findAs(std::string_view key, TomlValue::Kind kind,
                                     std::string_view expected)
{
    const TomlValue* value = find(key);
    if (!value || value->kind == kind)
        return value;
    m_problems.error(value->place,
                     fmt::format("'{}' must be {}, not {}", key, expected, describe(value->kind)));
    return nullptr;
}

const TomlValue* TableReader::table(std::string_view key)
{
    return findAs(key, TomlValue::Kind::Table, "a table");
}

std::vector<const TomlValue*> TableReader::tables(std::string_view key)
{
    std::vector<const TomlValue*> tables;
    const TomlValue* value = find(key);
    if (!value)
        return tables;
    if (value->kind != TomlValue::Kind::Array) {
        m_problems.error(value->place, fmt::format("there may be several: write [[{}]]", key));
        return tables;
    }
    for (const TomlValue& item : value->items) {
        if (item.kind == TomlValue::Kind::Table)
            tables.push_back(&item);
        else
            m_problems.error(
                item.place,
                fmt::format("'{}' is a list of tables, not of {}", key, describe(item.kind)));
    }
    return tables;
}

void TableReader::read(std::string_view key, std::string& text)
{
    if (const auto* value = findAs(key, TomlValue::Kind::String, "a string"))
        text = value->text;
}

void TableReader::read(std::string_view key, bool& truth)
{
    if (const auto* value = findAs(key, TomlValue::Kind::Boolean, "true or false"))
        truth = value->truth;
}

void TableReader::read(std::string_view key, Nanoseconds& duration)
{
    const auto* value = findAs(key, TomlValue::Kind::String, "a duration such as \"30s\"");
    if (!value)
        return;
    if (const auto parsed = parseDuration(value->text))
        duration = *parsed;
    else
        m_problems.error(value->place,
                         fmt::format("'{}' is no duration; write for instance 250ms, "
                                     "10s, 5m, 2h or 7d",
                                     value->text));
}

void TableReader::read(std::string_view key, std::vector<std::string>& texts)
{
    const auto* value = findAs(key, TomlValue::Kind::Array, "a list of strings");
    if (!value)
        return;
    std::vector<std::string> read;
    for (const TomlValue& item : value->items) {
        if (item.kind != TomlValue::Kind::String) {
            m_problems.error(item.place,
                             fmt::format("'{}' must be a list of strings, this is {}", key,
                                         describe(item.kind)));
            return;
        }
        read.push_back(item.text);
    }
    texts = std::move(read);
}

void TableReader::readSize(std::string_view key, std::uint64_t& bytes)
{
    const TomlValue* value = find(key);
    if (value && value->kind == TomlValue::Kind::Integer && value->integer >= 0) {
        bytes = static_cast<std::uint64_t>(value->integer);
        return;
    }
    value = findAs(key, TomlValue::Kind::String, "a size such as \"16MiB\"");
    if (!value)
        return;
    if (const auto parsed = parseSize(value->text))
        bytes = *parsed;
    else
        m_problems.error(
            value->place,
            fmt::format("'{}' is no size; write for instance 16MiB or 20GB", value->text));
}

void TableReader::readRequired(std::string_view key, std::string& text)
{
    const TomlValue* value = require(key);
    read(key, text);
    if (value && value->kind == TomlValue::Kind::String && value->text.empty())
        m_problems.error(value->place, fmt::format("'{}' must not be empty", key));
}

void TableReader::readRequired(std::string_view key, std::vector<std::string>& texts)
{
    const TomlValue* value = require(key);
    read(key, texts);
    if (value && value->kind == TomlValue::Kind::Array && value->items.empty())
        m_problems.error(value->place, fmt::format("'{}' must not be empty", key));
}

std::optional<std::size_t> TableReader::indexOfChoice(std::string_view key,
                                                      const std::vector<std::string_view>& words)
{
    const auto* value = findAs(key, TomlValue::Kind::String, "a string");
    if (!value)
        return std::nullopt;
    const auto found = std::find(words.begin(), words.end(), value->text);
    if (found != words.end())
        return static_cast<std::size_t>(found - words.begin());
    m_problems.error(value->place,
                     fmt::format("'{}' is not a value of '{}'{}", value->text, key,
                                 suggestion(value->text, words)));
    return std::nullopt;
}

std::optional<Query> TableReader::readQuery(std::string_view key, std::string& text)
{
    const auto* value = findAs(key, TomlValue::Kind::String, "a string");
    if (!value)
        return std::nullopt;
    text = value->text;
    auto parsed = parseQuery(value->text);
    if (const auto* wrong = std::get_if<QueryError>(&parsed)) {
        m_problems.error(value->placeInside(wrong->at.offset), "query: " + wrong->message);
        return std::nullopt;
    }
    return std::move(std::get<Query>(parsed));
}

bool TableReader::finish()
{
    bool isSound = true;
    for (const TomlMember& member : m_table.members) {
        if (std::find(m_known.begin(), m_known.end(), member.key) != m_known.end())
            continue;
        isSound = false;
        m_problems.error(
            member.place,
            fmt::format("unknown key '{}'{}", member.key, suggestion(member.key, m_known)));
        std::erase(m_missing, nearest(member.key, m_known));
    }
    for (const std::string_view key : m_missing)
        m_problems.error(m_table.place, fmt::format("the key '{}' is missing", key));
    return isSound;
}

} // namespace weir
