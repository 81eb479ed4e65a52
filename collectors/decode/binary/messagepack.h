// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/valuesink.h"

#include <optional>
#include <string_view>
#include <vector>

namespace weir::messagepack {

// MessagePack by https://github.com/msgpack/msgpack/blob/master/spec.md

bool isMap(std::string_view object);
bool isArray(std::string_view object);

/// Cuts the first object off. Nothing, with `rest` unchanged, when it is malformed, cut off or nested too deep.
std::optional<std::string_view> takeObject(std::string_view& rest);

/// The elements of an array, at most `most`. Nothing where `object` is none, or has more.
std::optional<std::vector<std::string_view>> elementsOf(std::string_view object, std::size_t most);

/// The bytes of a string or of binary data; nothing for another object.
std::optional<std::string_view> bytesOf(std::string_view object);

/// Seconds since 1970 as a number, Fluent's EventTime or MessagePack's own timestamp.
std::optional<TimePoint> timeOf(std::string_view object);

/// Puts one whole object into the sink. Null, or why it cannot.
const char* read(std::string_view object, ValueSink& sink);

} // namespace weir::messagepack
