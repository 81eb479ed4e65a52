// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/timepoint.h"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// What is wrong with a message, kept once: the first thing found.
struct JsonFault
{
    std::string path; ///< `sources.events`; empty: nothing is wrong
    std::string expected;
};

/// Reads the members of one JSON object that came over a process border. A member that is missing or
/// null leaves the value as it is; one of the wrong type is a fault. Members nobody asks for are
/// ignored: a newer version may have more to say.
///
/// The parser's document and the fault outlive it. Include this in .cpp files only.
class JsonFields final
{
public:
    JsonFields(simdjson::dom::object object, JsonFault& fault, std::string path = {});

    void read(std::string_view name, std::string& value);
    void read(std::string_view name, bool& value);
    void read(std::string_view name, std::int32_t& value);
    void read(std::string_view name, std::int64_t& value);
    void read(std::string_view name, std::uint64_t& value);
    void read(std::string_view name,
              double& value); ///< "NaN" and infinities as JsonWriter has them
    void read(std::string_view name, TimePoint& value);

    template<typename T>
    void read(std::string_view name, std::optional<T>& value)
    {
        if (!find(name))
            return;
        T content{};
        read(name, content);
        value = content;
    }

    /// Calls `each(JsonFields)` for the object of that name.
    template<typename Function>
    void object(std::string_view name, Function each)
    {
        simdjson::dom::object inner;
        const auto element = find(name);
        if (!element)
            return;
        if (element->get(inner) != simdjson::SUCCESS)
            return fail(name, "an object");
        each(JsonFields(inner, m_fault, pathOf(name)));
    }

    /// Calls `each(JsonFields)` for every object in the array of that name.
    template<typename Function>
    void objects(std::string_view name, Function each)
    {
        simdjson::dom::array array;
        const auto element = find(name);
        if (!element)
            return;
        if (element->get(array) != simdjson::SUCCESS)
            return fail(name, "an array");
        for (const simdjson::dom::element item : array) {
            simdjson::dom::object inner;
            if (item.get(inner) != simdjson::SUCCESS)
                return fail(name, "an array of objects");
            each(JsonFields(inner, m_fault, pathOf(name)));
        }
    }

    /// The whole object, for members whose names are not known before.
    simdjson::dom::object all() const { return m_object; }
    /// Neither missing nor null.
    std::optional<simdjson::dom::element> find(std::string_view name) const;
    void fail(std::string_view name, std::string_view expected);

private:
    std::string pathOf(std::string_view name) const;
    template<typename T>
    void readAs(std::string_view name, std::string_view expected, T& value);

    simdjson::dom::object m_object;
    JsonFault& m_fault;
    std::string m_path;
};

/// Parses a line and gives its object to `read(JsonFields)`; InvalidInput when it is no JSON, no
/// object, or has a member of the wrong type.
template<typename Function>
std::optional<Error> readJsonObject(std::string_view text, Function read)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    const auto failed = parser.parse(simdjson::padded_string(text)).get(object);
    if (failed == simdjson::INCORRECT_TYPE)
        return Error{Error::Code::InvalidInput, {}, "not a JSON object"};
    if (failed != simdjson::SUCCESS)
        return Error{Error::Code::InvalidInput, "JSON", simdjson::error_message(failed)};
    JsonFault fault;
    read(JsonFields(object, fault));
    if (!fault.path.empty())
        return Error{Error::Code::InvalidInput, fault.path, "is not " + fault.expected};
    return std::nullopt;
}

} // namespace weir
