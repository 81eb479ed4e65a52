// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

/// Writes JSON text into a string, without a tree in between: events by the million pass through
/// here. Commas and quotes are its business; that objects and arrays are closed is the caller's.
/// Bytes that are not UTF-8 become U+FFFD in strings. NaN and infinities are written as strings.
class JsonWriter final
{
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number) { return value(std::int64_t{number}); }
    JsonWriter& value(double number);
    JsonWriter& value(bool truth);
    JsonWriter& null();
    /// A value that is JSON text already.
    JsonWriter& raw(std::string_view json);

    template<typename T>
    JsonWriter& member(std::string_view name, const T& content)
    {
        return key(name).value(content);
    }

    const std::string& text() const { return m_text; }
    std::string take();

private:
    void separate();

    std::string m_text;
    bool m_needsComma = false;
};

bool isUtf8(std::string_view bytes);
/// At most that many bytes of a text, cut between characters.
std::string_view utf8Head(std::string_view text, std::size_t most);
std::string base64(std::string_view bytes);

} // namespace weir
