// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jsondocument.h"

#include <simdjson.h>

namespace weir {

namespace ondemand = simdjson::ondemand;

/// Goes through the document once. Any error of the text makes it no document at all.
struct JsonDocument::Reader
{
    JsonDocument& document;

    std::uint32_t add(std::uint32_t parent, std::string name, int depth);
    void fill(std::uint32_t id, ondemand::value value, int depth);
    void fillObject(std::uint32_t id, ondemand::object object, int depth);
    void fillArray(std::uint32_t id, ondemand::array array, int depth);
    void cut(std::uint32_t id);
    bool isFull(int depth) const
    {
        return depth >= maxDepth || document.m_nodes.size() >= maxNodes;
    }
};

namespace {

/// A text as it is written, without the quotes, where it cannot be unescaped (a lone surrogate).
std::string textOf(ondemand::value value)
{
    std::string_view raw = value.raw_json_token();
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        return std::string(text);
    while (!raw.empty() && raw.back() != '"')
        raw.remove_suffix(1);
    return std::string(raw.substr(1, raw.size() < 2 ? 0 : raw.size() - 2));
}

std::string tokenOf(ondemand::value value)
{
    std::string_view token = value.raw_json_token();
    while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
        token.remove_suffix(1);
    return std::string(token);
}

std::string nameOf(ondemand::field& field)
{
    std::string_view name;
    if (field.unescaped_key().get(name) == simdjson::SUCCESS)
        return std::string(name);
    return {};
}

} // namespace

std::uint32_t JsonDocument::Reader::add(std::uint32_t parent, std::string name, int depth)
{
    const auto id = static_cast<std::uint32_t>(document.m_nodes.size());
    Node& node = document.m_nodes.emplace_back();
    node.parent = parent;
    node.name = std::move(name);
    if (depth > 0) {
        auto& siblings = document.m_nodes[parent].children;
        node.row = static_cast<std::uint32_t>(siblings.size());
        siblings.push_back(id);
    }
    return id;
}

void JsonDocument::Reader::cut(std::uint32_t id)
{
    document.m_nodes[id].isCut = true;
    document.m_isCut = true;
}

void JsonDocument::Reader::fill(std::uint32_t id, ondemand::value value, int depth)
{
    const auto set = [this, id](Kind kind, std::string text = {}) {
        document.m_nodes[id].kind = kind;
        document.m_nodes[id].value = std::move(text);
    };
    const ondemand::json_type type = value.type();
    switch (type) {
    case ondemand::json_type::object:
        set(Kind::Object);
        return fillObject(id, value.get_object(), depth);
    case ondemand::json_type::array:
        set(Kind::Array);
        return fillArray(id, value.get_array(), depth);
    case ondemand::json_type::string:
        return set(Kind::String, textOf(value));
    case ondemand::json_type::number:
        return set(Kind::Number, tokenOf(value));
    case ondemand::json_type::boolean:
        return set(Kind::Bool, tokenOf(value));
    case ondemand::json_type::null:
        return set(Kind::Null, "null");
    }
}

void JsonDocument::Reader::fillObject(std::uint32_t id, ondemand::object object, int depth)
{
    for (auto member : object) {
        ondemand::field field;
        if (const auto error = std::move(member).get(field))
            throw simdjson::simdjson_error(error);
        if (isFull(depth + 1))
            return cut(id);
        std::string name = nameOf(field);
        fill(add(id, std::move(name), depth + 1), field.value(), depth + 1);
    }
}

void JsonDocument::Reader::fillArray(std::uint32_t id, ondemand::array array, int depth)
{
    for (auto element : array) {
        ondemand::value value = std::move(element).value();
        if (isFull(depth + 1))
            return cut(id);
        fill(add(id, {}, depth + 1), value, depth + 1);
    }
}

JsonDocumentPtr JsonDocument::parse(std::string_view payload)
{
    const auto first = payload.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || (payload[first] != '{' && payload[first] != '[')
        || payload.size() > maxBytes)
        return {};
    auto document = std::make_shared<JsonDocument>();
    try {
        const simdjson::padded_string padded(payload);
        ondemand::parser parser;
        ondemand::document text = parser.iterate(padded);
        Reader reader{*document};
        const std::uint32_t root = reader.add(0, {}, 0);
        reader.fill(root, text.get_value(), 0);
        // Of what was cut the rest is not read, so nothing is known of its end.
        if (!document->m_isCut && text.current_location().error() == simdjson::SUCCESS)
            return {};
    } catch (const simdjson::simdjson_error&) {
        return {};
    }
    return document;
}

std::string JsonDocument::path(std::uint32_t id) const
{
    if (id == 0)
        return {};
    const Node& own = m_nodes[id];
    const bool isElement = m_nodes[own.parent].kind == Kind::Array;
    const std::string name = isElement ? std::to_string(own.row) : own.name;
    const std::string parent = path(own.parent);
    return parent.empty() ? name : parent + '.' + name;
}

} // namespace weir
