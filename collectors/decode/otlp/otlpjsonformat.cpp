// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpjsonformat.h"

#include "collectors/decode/json/jsonkeys.h"
#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/otlp/otlpjsonlogs.h"
#include "collectors/decode/otlp/otlpjsonmetrics.h"

#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 1> logsMarks{"resourceLogs"};
constexpr std::array<std::string_view, 1> metricsMarks{"resourceMetrics"};
/// simdjson's own bound; the values' is ValueSink's.
constexpr std::size_t deepest = 256;
/// Above this the parser's buffers are given back.
constexpr std::size_t keptCapacity = std::size_t{1} << 20;

} // namespace

struct OtlpJsonFormat::Parser
{
    simdjson::dom::parser dom;
};

OtlpJsonFormat::OtlpJsonFormat(std::shared_ptr<OtlpEvents> events)
    : m_events(std::move(events))
{
}

OtlpJsonFormat::~OtlpJsonFormat() = default;

const char* OtlpJsonFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '{')
        return "does not begin with {";
    return hasTopKeys(content.bytes, logsMarks) || hasTopKeys(content.bytes, metricsMarks)
        ? nullptr
        : "JSON, without resourceLogs or resourceMetrics";
}

const char* OtlpJsonFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    if (!m_parser) {
        m_parser = std::make_unique<Parser>();
        if (m_parser->dom.allocate(keptCapacity, deepest) != simdjson::SUCCESS)
            return "too large for the JSON parser";
    }
    otlpjson::Object root;
    if (m_parser->dom.parse(content.bytes.data(), content.bytes.size()).get(root)
        != simdjson::SUCCESS)
        return "not valid JSON";
    m_events->begin(content, builder);
    const char* reason = otlpjson::readLogs(root, *m_events);
    if (!reason)
        reason = otlpjson::readMetrics(root, *m_events);
    if (content.bytes.size() > keptCapacity)
        m_parser.reset();
    return reason ? reason : m_events->finish();
}

} // namespace weir
