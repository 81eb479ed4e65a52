// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/schema/avroschema.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace weir {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

constexpr int maxDepth = 64;
constexpr std::size_t mostNodes = 100'000;

/// By AvroSchema::Type.
constexpr std::array<std::string_view, 14> typeNames{
    "null",   "boolean", "int",  "long",  "float", "double", "bytes",
    "string", "record",  "enum", "array", "map",   "union",  "fixed"};

struct LogicalName
{
    std::string_view name;
    AvroSchema::Logical logical;
    std::array<AvroSchema::Type, 2> types; ///< on which it counts; elsewhere it is passed over
};

using Type = AvroSchema::Type;
using Logical = AvroSchema::Logical;
constexpr std::array logicalNames{
    LogicalName{"date", Logical::Date, {Type::Int, Type::Int}},
    LogicalName{"timestamp-millis", Logical::TimestampMillis, {Type::Long, Type::Long}},
    LogicalName{"timestamp-micros", Logical::TimestampMicros, {Type::Long, Type::Long}},
    LogicalName{"timestamp-nanos", Logical::TimestampNanos, {Type::Long, Type::Long}},
    LogicalName{"decimal", Logical::Decimal, {Type::Bytes, Type::Fixed}},
};

std::string_view textOf(const object& json, std::string_view key)
{
    std::string_view text;
    return json[key].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::int64_t numberOf(const object& json, std::string_view key)
{
    std::int64_t number = 0;
    return json[key].get(number) == simdjson::SUCCESS ? number : 0;
}

} // namespace

/// One pass over the JSON of a schema.
class AvroSchema::Parser
{
public:
    explicit Parser(std::vector<Node>& nodes)
        : m_nodes(nodes)
    {
    }

    std::optional<std::size_t> take(const element& json, const std::string& space, int depth)
    {
        std::string_view name;
        simdjson::dom::array branches;
        object complex;
        if (depth > maxDepth || m_nodes.size() > mostNodes)
            return fail("it is nested too deep or too large");
        if (json.get(name) == simdjson::SUCCESS)
            return takeName(name, space);
        if (json.get(branches) == simdjson::SUCCESS)
            return takeUnion(branches, space, depth);
        if (json.get(complex) == simdjson::SUCCESS)
            return takeObject(complex, space, depth);
        return fail("a type is neither a name, a list nor an object");
    }
    const std::string& reason() const { return m_reason; }

private:
    std::optional<std::size_t> fail(std::string reason)
    {
        if (m_reason.empty())
            m_reason = std::move(reason);
        return std::nullopt;
    }

    std::size_t add(Type type)
    {
        m_nodes.emplace_back().type = type;
        return m_nodes.size() - 1;
    }

    static std::optional<Type> typeOf(std::string_view name)
    {
        const auto found = std::ranges::find(typeNames, name);
        if (found == typeNames.end())
            return std::nullopt;
        return static_cast<Type>(found - typeNames.begin());
    }

    static std::string fullName(std::string_view name, const std::string& space)
    {
        if (space.empty() || name.find('.') != std::string_view::npos)
            return std::string(name);
        return space + '.' + std::string(name);
    }

    std::optional<std::size_t> takeName(std::string_view name, const std::string& space)
    {
        const auto type = typeOf(name);
        if (type && *type <= Type::String)
            return add(*type);
        auto known = m_named.find(fullName(name, space));
        if (known == m_named.end())
            known = m_named.find(std::string(name));
        return known != m_named.end() ? std::optional(known->second)
                                      : fail("the type '" + std::string(name) + "' is not defined");
    }

    std::optional<std::size_t> takeUnion(const simdjson::dom::array& branches,
                                         const std::string& space, int depth)
    {
        const std::size_t index = add(Type::Union);
        for (const element branch : branches) {
            const auto type = take(branch, space, depth + 1);
            if (!type)
                return std::nullopt;
            if (m_nodes[*type].type == Type::Union)
                return fail("a union stands in a union");
            m_nodes[index].types.push_back(*type);
        }
        return index;
    }

    std::optional<std::size_t> takeObject(const object& json, const std::string& space, int depth)
    {
        element inner;
        if (json["type"].get(inner) != simdjson::SUCCESS)
            return fail("an object has no type");
        const auto type = inner.is_string() ? typeOf(inner.get_string().value()) : std::nullopt;
        if (!type || *type == Type::Union)
            return take(inner, space, depth + 1);
        if (*type <= Type::String)
            return withLogical(add(*type), json);
        if (*type == Type::Array || *type == Type::Map)
            return takeContainer(*type, json, space, depth);
        return takeNamed(*type, json, space, depth);
    }

    std::optional<std::size_t> takeContainer(Type type, const object& json,
                                             const std::string& space, int depth)
    {
        element inner;
        if (json[type == Type::Array ? "items" : "values"].get(inner) != simdjson::SUCCESS)
            return fail("an array or a map does not say of what");
        const std::size_t index = add(type);
        const auto items = take(inner, space, depth + 1);
        if (items)
            m_nodes[index].types.push_back(*items);
        return items ? std::optional(index) : std::nullopt;
    }

    std::optional<std::size_t> takeNamed(Type type, const object& json, const std::string& outer,
                                         int depth)
    {
        const std::string_view own = textOf(json, "namespace");
        const std::string name =
            fullName(textOf(json, "name"), own.empty() ? outer : std::string(own));
        const std::size_t dot = name.rfind('.');
        const std::string space = dot == std::string::npos ? std::string() : name.substr(0, dot);
        const std::size_t index = add(type);
        m_named.insert_or_assign(name, index);
        if (type == Type::Record)
            return takeFields(index, json, space, depth);
        if (type == Type::Enum)
            return takeSymbols(index, json);
        const std::int64_t size = numberOf(json, "size");
        if (size < 1)
            return fail("a fixed has no size");
        m_nodes[index].size = static_cast<std::size_t>(size);
        return withLogical(index, json);
    }

    std::optional<std::size_t> takeFields(std::size_t index, const object& json,
                                          const std::string& space, int depth)
    {
        simdjson::dom::array fields;
        if (json["fields"].get(fields) != simdjson::SUCCESS)
            return fail("a record has no fields");
        for (const element field : fields) {
            object members;
            element inner;
            if (field.get(members) != simdjson::SUCCESS
                || members["type"].get(inner) != simdjson::SUCCESS)
                return fail("a field has no type");
            const auto type = take(inner, space, depth + 1);
            if (!type)
                return std::nullopt;
            m_nodes[index].names.emplace_back(textOf(members, "name"));
            m_nodes[index].types.push_back(*type);
        }
        return index;
    }

    std::optional<std::size_t> takeSymbols(std::size_t index, const object& json)
    {
        simdjson::dom::array symbols;
        if (json["symbols"].get(symbols) != simdjson::SUCCESS)
            return fail("an enum has no symbols");
        for (const element symbol : symbols) {
            std::string_view name;
            if (symbol.get(name) != simdjson::SUCCESS)
                return fail("a symbol is no text");
            m_nodes[index].names.emplace_back(name);
        }
        return index;
    }

    std::optional<std::size_t> withLogical(std::size_t index, const object& json)
    {
        const std::string_view name = textOf(json, "logicalType");
        Node& node = m_nodes[index];
        // Local timestamps are written like the others; their zone is known to nobody.
        const std::string_view zoned = name.starts_with("local-") ? name.substr(6) : name;
        const auto known = std::ranges::find(logicalNames, zoned, &LogicalName::name);
        if (known == logicalNames.end()
            || std::ranges::find(known->types, node.type) == known->types.end())
            return index;
        node.logical = known->logical;
        node.scale = static_cast<int>(std::clamp<std::int64_t>(numberOf(json, "scale"), 0, 18));
        return index;
    }

    std::vector<Node>& m_nodes;
    std::map<std::string, std::size_t> m_named;
    std::string m_reason;
};

Result<AvroSchema> AvroSchema::parse(std::string_view json, const std::vector<Text>& references)
{
    AvroSchema schema;
    Parser walk(schema.m_nodes);
    std::vector<std::string_view> texts;
    for (const auto& [name, text] : references)
        texts.emplace_back(text);
    texts.push_back(json);
    const auto error = [](const std::string& reason) {
        return Error{Error::Code::InvalidInput, "avro",
                     "the Avro schema cannot be read: " + reason};
    };
    for (const std::string_view text : texts) {
        simdjson::dom::parser parser;
        element root;
        // A schema may also be a bare name, which simdjson takes as a document too.
        if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
            return error("it is not valid JSON");
        const auto index = walk.take(root, {}, 0);
        if (!index)
            return error(walk.reason());
        schema.m_root = *index;
    }
    return schema;
}

} // namespace weir
