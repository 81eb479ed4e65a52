// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "collectors/decode/samplelabels.h"

#include <simdjson.h>

#include <memory>
#include <optional>
#include <string_view>

namespace weir {

/// A whole message as a tree, for shapes in which one object becomes many records. Costs some times
/// what JsonReader does. Elements are valid until the next read().
///
/// Thread: one at a time; keeps its buffers, which the formats that need a tree share.
class JsonTree final
{
public:
    using Element = simdjson::dom::element;

    /// Null when `out` was set, else why not.
    const char* read(const Content& content, const EventBatchBuilder& builder, Element& out);

private:
    static constexpr std::size_t maxDepth = 64;

    std::unique_ptr<simdjson::dom::parser> m_parser;
};

/// A member by its name; nothing when there is none, or `object` is no object.
std::optional<simdjson::dom::element> memberOf(simdjson::dom::element object,
                                               std::string_view name);
/// A member that is a text; empty when it is not.
std::string_view textOf(simdjson::dom::element object, std::string_view name);
/// A value that is a number.
std::optional<double> numberOf(simdjson::dom::element value);

/// Adds a value to the labels: text, number and truth by their type, null not at all, arrays and objects
/// as JSON text.
void addLabel(SampleLabels& labels, EventBatchBuilder& builder, std::string_view name,
              simdjson::dom::element value);

} // namespace weir
