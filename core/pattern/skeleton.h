// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A message with each run of digits replaced by one '0'. A '0' in a skeleton, and in everything
/// made of one, therefore always stands for a part that varies. Invariant: messages of one skeleton
/// have one pattern, as patterns are made of skeletons only.
class Skeleton final
{
public:
    explicit Skeleton(std::size_t longest)
        : m_longest(longest)
    {
    }

    /// Of the beginning of the message, when its skeleton is longer than `longest` bytes.
    void assign(std::string_view message);

    std::string_view text() const { return m_text; }
    bool isCut() const { return m_isCut; }

    /// The byte of the message that each byte of the skeleton begins at, and one more for the end.
    std::vector<std::size_t> offsetsIn(std::string_view message) const;

private:
    std::size_t m_longest;
    std::string m_text;
    bool m_isCut = false;
};

} // namespace weir
