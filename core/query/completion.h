// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What is known of the data a query is about. Declared here, implemented by whoever has it.
class QueryVocabulary
{
public:
    struct Word
    {
        std::string text;
        std::uint64_t events = 0; ///< that have it; 0: not counted
    };

    virtual ~QueryVocabulary() = default;
    /// Names of fields, apart from those that every event has.
    virtual std::vector<Word> fields() const = 0;
    /// Values that were seen of a field, by its canonical name.
    virtual std::vector<Word> values(std::string_view canonicalName) const = 0;
};

struct Suggestion
{
    enum class Kind : std::uint8_t { Field, Value, Keyword, Function };

    Kind kind = Kind::Keyword;
    std::string text; ///< what replaces the span, with quotes where they are needed
    std::uint64_t events = 0; ///< that have it; 0: not counted

    friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

struct Completion
{
    TextSpan replace; ///< around the cursor, or empty and at it
    std::vector<Suggestion> suggestions; ///< the most likely first; at most `mostSuggestions`
};

constexpr std::size_t mostSuggestions = 50;

/// Fields that an event has whatever was sent, as one writes them.
std::span<const std::string_view> fieldsOfAll();

/// What may be written where the cursor stands, a byte offset into the text.
/// Precondition: cursor <= text.size().
Completion complete(std::string_view text, std::size_t cursor, const QueryVocabulary& vocabulary);

} // namespace weir
