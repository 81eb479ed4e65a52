// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/valuesink.h"

#include <simdjson.h>

#include <optional>

namespace weir::otlpjson {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

// Members of the proto3 JSON mapping. All are optional; one that is null is missing. False: of a wrong kind.

bool read(const Object& object, const char* name, std::string_view& text);
bool read(const Object& object, const char* name,
          std::uint64_t& number); ///< a number, or one as text
bool read(const Object& object, const char* name, std::int64_t& number);
bool read(const Object& object, const char* name,
          double& number); ///< also "NaN", "Infinity", "-Infinity"
bool read(const Object& object, const char* name, std::optional<double>& number);
bool read(const Object& object, const char* name, bool& truth);
bool read(const Object& object, const char* name, std::optional<Object>& member);
bool read(const Object& object, const char* name, std::optional<Array>& list);

std::optional<std::int64_t> integerOf(const Element& value);
std::optional<double> realOf(const Element& value);

/// A list of KeyValue under `name`. Null, or why it is none.
const char* readAttributes(const Object& object, const char* name, ValueSink& sink);
/// An AnyValue.
const char* readValue(const Object& value, ValueSink& sink);

} // namespace weir::otlpjson
