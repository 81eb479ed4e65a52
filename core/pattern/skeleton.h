// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A message with one '0' in place of each run of digits and of each id: a UUID, or a run of 8 to 255
/// of `0-9a-f` that has both digits and letters. A '0' in a skeleton, and in everything made of one,
/// therefore always stands for a part that varies. Invariant: messages of one skeleton have one
/// pattern, as patterns are made of skeletons only.
///
/// What is an id here is one in the templates of the cold blocks too (docs/file-format.md), so that a
/// template says what the skeleton of its messages is.
///
/// Thread: a value.
class Skeleton final
{
public:
    explicit Skeleton(std::size_t longest)
        : m_longest(longest)
    {
    }

    /// Of the beginning of the message, when its skeleton is longer than `longest` bytes.
    void assign(std::string_view message);

    // The same in pieces, for who knows where the values are. Values with nothing between them are one.
    void clear();
    void addValue();
    /// What stands between values. Digits in it are values, but nothing is an id.
    void addText(std::string_view text);

    std::string_view text() const { return m_text; }
    bool isCut() const { return m_isCut; }

    /// The byte of the message that each byte of the skeleton begins at, and one more for the end.
    std::vector<std::size_t> offsetsIn(std::string_view message) const;

private:
    void append(std::string_view text);

    std::size_t m_longest;
    std::string m_text;
    bool m_isCut = false;
};

} // namespace weir
