// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsontree.h"

#include <bit>

namespace weir {

namespace {

constexpr std::size_t keptSize = std::size_t{1} << 20;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

const char* reasonFor(simdjson::error_code error)
{
    switch (error) {
    case simdjson::UTF8_ERROR:
        return "not UTF-8";
    case simdjson::DEPTH_ERROR:
        return "nested deeper than 64";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
        return "too large for the JSON parser";
    default:
        return "not valid JSON";
    }
}

} // namespace

const char* JsonTree::read(const Content& content, const EventBatchBuilder& builder, Element& out)
{
    std::string_view text = builder.text(content.place);
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    static_assert(Content::padding >= simdjson::SIMDJSON_PADDING);
    if (!m_parser || m_parser->capacity() > keptSize)
        m_parser = std::make_unique<simdjson::dom::parser>();
    if (const auto error = m_parser->allocate(text.size(), maxDepth))
        return reasonFor(error);
    const auto error = m_parser->parse(text.data(), text.size(), false).get(out);
    return error ? reasonFor(error) : nullptr;
}

std::optional<simdjson::dom::element> memberOf(simdjson::dom::element object, std::string_view name)
{
    simdjson::dom::object members;
    simdjson::dom::element member;
    if (object.get(members) != simdjson::SUCCESS || members[name].get(member) != simdjson::SUCCESS)
        return std::nullopt;
    return member;
}

std::string_view textOf(simdjson::dom::element object, std::string_view name)
{
    std::string_view text;
    const auto member = memberOf(object, name);
    return member && member->get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::optional<double> numberOf(simdjson::dom::element value)
{
    double number = 0;
    if (!value.is_number() || value.get(number) != simdjson::SUCCESS)
        return std::nullopt;
    return number;
}

void addLabel(SampleLabels& labels, EventBatchBuilder& builder, std::string_view name,
              simdjson::dom::element value)
{
    std::string_view text;
    bool truth = false;
    std::int64_t integer = 0;
    double number = 0;
    if (value.is_null())
        return;
    if (value.get(text) == simdjson::SUCCESS)
        return labels.add(std::string(name), ValueType::String, builder.append(text));
    const ArenaRef written = builder.append(simdjson::minify(value));
    if (value.get(truth) == simdjson::SUCCESS)
        labels.add(std::string(name), ValueType::Bool, written, truth ? 1 : 0);
    else if (value.get(integer) == simdjson::SUCCESS)
        labels.add(std::string(name), ValueType::Int, written, integer);
    else if (value.is_number() && value.get(number) == simdjson::SUCCESS)
        labels.add(std::string(name), ValueType::Double, written,
                   std::bit_cast<std::int64_t>(number));
    else
        labels.add(std::string(name), ValueType::String, written);
}

} // namespace weir
