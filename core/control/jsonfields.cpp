// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/jsonfields.h"

#include <limits>
#include <utility>

namespace weir {

JsonFields::JsonFields(simdjson::dom::object object, JsonFault& fault, std::string path)
    : m_object(object)
    , m_fault(fault)
    , m_path(std::move(path))
{
}

std::optional<simdjson::dom::element> JsonFields::find(std::string_view name) const
{
    simdjson::dom::element element;
    if (m_object.at_key(name).get(element) != simdjson::SUCCESS || element.is_null())
        return std::nullopt;
    return element;
}

void JsonFields::fail(std::string_view name, std::string_view expected)
{
    if (m_fault.path.empty())
        m_fault = {pathOf(name), std::string(expected)};
}

std::string JsonFields::pathOf(std::string_view name) const
{
    return m_path.empty() ? std::string(name) : m_path + '.' + std::string(name);
}

template<typename T>
void JsonFields::readAs(std::string_view name, std::string_view expected, T& value)
{
    const auto element = find(name);
    T content{};
    if (!element)
        return;
    if (element->get(content) != simdjson::SUCCESS)
        return fail(name, expected);
    value = content;
}

void JsonFields::read(std::string_view name, std::string& value)
{
    std::string_view content = value;
    readAs(name, "a string", content);
    value = std::string(content);
}

void JsonFields::read(std::string_view name, bool& value)
{
    readAs(name, "true or false", value);
}

void JsonFields::read(std::string_view name, std::int32_t& value)
{
    std::int64_t content = value;
    read(name, content);
    if (content < std::numeric_limits<std::int32_t>::min()
        || content > std::numeric_limits<std::int32_t>::max())
        return fail(name, "a whole number of 32 bits");
    value = static_cast<std::int32_t>(content);
}

void JsonFields::read(std::string_view name, std::int64_t& value)
{
    readAs(name, "a whole number", value);
}

void JsonFields::read(std::string_view name, std::uint64_t& value)
{
    readAs(name, "a whole number from 0", value);
}

void JsonFields::read(std::string_view name, double& value)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto element = find(name);
    std::string_view word;
    if (!element || element->get(word) != simdjson::SUCCESS)
        return readAs(name, "a number", value);
    if (word == "NaN")
        value = std::numeric_limits<double>::quiet_NaN();
    else if (word == "Infinity")
        value = infinity;
    else if (word == "-Infinity")
        value = -infinity;
    else
        fail(name, "a number");
}

void JsonFields::read(std::string_view name, TimePoint& value)
{
    if (!find(name))
        return;
    std::string text;
    read(name, text);
    if (const auto time = parseTime(text))
        value = *time;
    else
        fail(name, "a time");
}

} // namespace weir
