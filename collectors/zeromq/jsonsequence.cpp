// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/jsonsequence.h"

#include <simdjson.h>

namespace weir {

struct JsonSequence::Parser
{
    simdjson::ondemand::parser parser;
};

JsonSequence::JsonSequence(std::string_view field)
    : m_pointer("/")
    , m_parser(std::make_unique<Parser>())
{
    for (const char c : field) {
        if (c == '.')
            m_pointer += '/';
        else if (c == '~')
            m_pointer += "~0";
        else if (c == '/')
            m_pointer += "~1";
        else
            m_pointer += c;
    }
}

JsonSequence::~JsonSequence() = default;

std::optional<std::uint64_t> JsonSequence::find(std::string_view payload)
{
    m_copy.assign(payload);
    m_copy.append(simdjson::SIMDJSON_PADDING, ' ');
    simdjson::ondemand::document document;
    const simdjson::padded_string_view text(m_copy.data(), payload.size(), m_copy.size());
    if (m_parser->parser.iterate(text).get(document) != simdjson::SUCCESS)
        return std::nullopt;
    std::int64_t value = 0;
    if (document.at_pointer(m_pointer).get_int64().get(value) != simdjson::SUCCESS || value < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value);
}

} // namespace weir
