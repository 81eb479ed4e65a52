// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/redact/shapes.h"
#include "core/config/config.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace weir {

/// Takes out of messages what the rules name, before anything of them is stored. Each value becomes a
/// tag such as `<email:3f9a21c0>`, the same for the same value.
///
/// JSON stays JSON: a number becomes a string, and no match reaches over the end of a string. Letters
/// that are written as `\u0040` there are read as what they are. Bytes that are no text are never changed
/// in part, because lengths stand before texts in such formats: a tag takes the place of all of them.
///
/// Thread: one; keeps its buffers.
class Redactor final
{
public:
    /// Precondition: the rules were read by readRedact(), or are as sound, and have a key.
    explicit Redactor(const RedactRules& rules);
    ~Redactor();

    /// The text without them; valid until the next call, and the text itself where nothing is found.
    std::string_view redact(std::string_view text);
    /// The same for a value that stands apart from its name, as in a decoded message or a header: what the
    /// name says counts as in `name=value`. Patterns of one's own see the value alone.
    std::string_view redactValue(std::string_view name, std::string_view value);
    /// Values that the last call took out.
    std::size_t count() const { return m_count; }

private:
    struct Piece
    {
        std::size_t from = 0;
        std::size_t to = 0;
        std::string_view name;
    };
    struct Pattern
    {
        std::string name;
        std::unique_ptr<re2::RE2> expression;
    };

    bool isJson(std::string_view text);
    std::string_view redactText(std::string_view text);
    std::string_view redactWhole(std::string_view bytes);
    void find(std::string_view text);
    void findPattern(std::string_view text, const Pattern& pattern);
    void sort();
    void write(std::string_view text);
    void writeJson(std::string_view text);
    void writePiece(std::string_view text, const Piece& piece, bool isNumber);

    struct Parser;

    const std::unique_ptr<Parser> m_parser; ///< hides simdjson
    ShapeSet m_shapes;
    std::vector<Pattern> m_patterns;
    const std::string m_key;
    std::vector<ShapeMatch> m_matches;
    std::vector<Piece> m_pieces;
    std::string m_plain; ///< with escapes of letters undone
    std::string m_out;
    std::size_t m_count = 0;
};

/// UTF-8 without control characters other than line ends, tabs and those of colours. What is not may have
/// lengths before its texts.
bool isPlainText(std::string_view bytes);

} // namespace weir
