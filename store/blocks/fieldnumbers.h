// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/blocks/intstream.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// The number that a field's text stands for, as FieldColumn::numbers has it. Nothing where the text
/// is none of its type.
std::optional<std::int64_t> numberOfText(ValueType type, std::string_view text);

/// The bits of the real that is written as `digits` with a point before the last `fraction` of them.
std::int64_t bitsOfDecimal(std::int64_t digits, std::size_t fraction);

/// Whether all numbers of a field follow from its texts, so that they need not be stored.
bool numbersFollowTexts(const FieldColumn& field, std::string_view arena);

/// Reals as whole numbers of the same power of ten where that gives back every bit, else as they
/// are. Like IntStream in two parts. Thread: a value.
class DoubleStream final
{
public:
    static void pack(const std::vector<double>& values, ByteWriter& catalog, std::string& segment);
    /// The reader fails on what is none.
    static DoubleStream take(ByteReader& catalog, std::size_t count);

    std::size_t bytes() const { return m_numbers.bytes(); }
    /// False when damaged.
    [[nodiscard]] bool unpack(std::string_view words, std::vector<double>& values) const;

private:
    std::uint8_t m_scale = 0;
    IntStream m_numbers;
};

} // namespace weir
