// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What stands in a template for a part of the text that varies. Its marker is the byte of its kind,
/// followed by a byte of detail where `hasDetail` says so.
enum class VariableKind : std::uint8_t {
    Whole = 1, ///< digits without a leading zero, 18 at most
    Padded = 2, ///< as many digits as the detail says, 18 at most
    Decimal = 3, ///< a whole number, a point and as many digits as the detail says
    Hex = 4, ///< as many of 0-9a-f as the detail says
    Uuid = 5, ///< 8-4-4-4-12 of 0-9a-f
    Time = 6, ///< date and time of day; the detail is a TimeStyle
    Text = 7, ///< any bytes
    Word = 8, ///< one of a few words
};

constexpr bool hasDetail(VariableKind kind)
{
    return kind == VariableKind::Padded || kind == VariableKind::Decimal
        || kind == VariableKind::Hex || kind == VariableKind::Time;
}

/// Kinds whose values are numbers, not bytes.
constexpr bool isNumeric(VariableKind kind)
{
    return kind == VariableKind::Whole || kind == VariableKind::Padded
        || kind == VariableKind::Decimal || kind == VariableKind::Time;
}

constexpr bool isMarker(char c)
{
    return static_cast<unsigned char>(c) - 1U < 8U;
}

/// How a date and a time of day are written: YYYY-MM-DD, T or a blank, hh:mm:ss, fraction.
struct TimeStyle
{
    static constexpr unsigned blankBit = 16;
    static constexpr unsigned commaBit = 32;
    static constexpr unsigned digitsMask = 15;
};

/// One variable of a text: a number, or a piece of the text.
struct Variable
{
    VariableKind kind = VariableKind::Whole;
    std::uint8_t detail = 0;
    std::int64_t number = 0;
    std::string_view bytes; ///< Hex, Uuid, Text: as in the text
};

/// Takes texts apart into what many of them share and what varies: "after 31 ms" is "after <n> ms"
/// and 31. Any text can be put together again, byte for byte. What it takes for a number depends on
/// the text alone, so equal texts have equal templates and equal variables.
///
/// Thread: one at a time; pattern() is valid until the next split(), variables as long as the text.
class TextTemplate final
{
public:
    /// Appends the variables.
    void split(std::string_view text, std::vector<Variable>& variables);

    /// The text with markers in place of its variables.
    const std::string& pattern() const { return m_pattern; }

private:
    void keepWhole(std::string_view text);
    std::size_t digits(std::string_view text, std::size_t at);
    bool time(std::string_view text, std::size_t at);
    bool hex(std::string_view text, std::size_t& at);
    void number(std::string_view digits);
    void add(VariableKind kind, unsigned detail, std::int64_t number, std::string_view bytes);

    std::string m_pattern;
    std::vector<Variable>* m_variables = nullptr;
    std::size_t m_first = 0; ///< of the text's variables
    std::size_t m_copied = 0; ///< of the text into the pattern
    std::size_t m_refusedEnd = 0; ///< of a run of hexadecimal digits that is none
};

/// The first variable of each four whole numbers of a pattern that have points between them and
/// nothing else, such as an address.
std::vector<std::size_t> quadsOf(std::string_view pattern);

/// Appends a numeric variable as it stood in the text.
void appendNumber(std::string& out, VariableKind kind, std::uint8_t detail, std::int64_t number);

/// How many bytes a Hex or Uuid takes when two digits share one.
constexpr std::size_t hexBytes(VariableKind kind, std::uint8_t detail)
{
    return kind == VariableKind::Uuid ? 16U : (std::size_t{detail} + 1) / 2;
}
void packHex(std::string& out, std::string_view digits);
void appendHex(std::string& out, VariableKind kind, std::uint8_t detail, const char* packed);

} // namespace weir
