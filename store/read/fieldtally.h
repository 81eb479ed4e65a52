// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace weir {

/// How often each value of each field occurs among some events. A field with more than maxValues
/// different ones, or with a long one, keeps no values: it says who has it, not how they differ.
///
/// Memory is bounded: maxFields names, maxValues of each. Thread: a value.
class FieldTally final
{
public:
    static constexpr std::size_t maxFields = 200;
    static constexpr std::size_t maxValues = 1000;
    static constexpr std::size_t longestValue = 512; ///< bytes

    struct TextHash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Values = std::unordered_map<std::string, std::uint64_t, TextHash, std::equal_to<>>;

    struct Field
    {
        std::uint64_t events = 0; ///< that have it
        bool hasManyValues = false; ///< then `values` is empty
        bool hasNumbers = false; ///< some value is a number
        Values values;
    };
    using Fields = std::map<std::string, Field, std::less<>>; ///< by canonical name

    /// `mostFields`: of a tally that another takes over soon, which has the limit then.
    explicit FieldTally(std::size_t mostFields = maxFields)
        : m_mostFields(mostFields)
    {
    }

    /// Null where there is no room for another field.
    Field* field(std::string_view name);
    static void add(Field& field, std::string_view value, std::uint64_t count);
    static void addMany(Field& field, std::uint64_t events);
    void addEvents(std::uint64_t events) { m_events += events; }

    /// Moves what the other has counted here, but for fields that have no room. Of it remains which
    /// fields have too many values, as it learns that of this one's.
    void takeFrom(FieldTally& other);
    /// Takes away events that were added before.
    void subtract(const FieldTally& gone);

    std::uint64_t events() const { return m_events; }
    const Fields& fields() const { return m_fields; }

private:
    std::size_t m_mostFields;
    std::uint64_t m_events = 0;
    Fields m_fields;
};

} // namespace weir
