// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A text to look for, with ASCII case folded and every other byte as it is. Made to search whole
/// arenas at once: two rare bytes of the needle are compared at 16 places at a time.
///
/// Thread safety: immutable.
class Needle final
{
public:
    explicit Needle(std::string_view text);

    std::size_t size() const { return m_folded.size(); }
    bool isEmpty() const { return m_folded.empty(); }
    /// The text with its ASCII letters in lower case.
    const std::string& folded() const { return m_folded; }

    /// The first place at or after `from`; npos where there is none.
    std::size_t find(std::string_view text, std::size_t from = 0) const;
    bool isIn(std::string_view text) const { return find(text) != std::string_view::npos; }

    /// Every place, also where they overlap, ascending. Precondition: not empty, and the text is
    /// shorter than 4 GiB.
    std::vector<std::uint32_t> findAll(std::string_view text) const;

private:
    template<typename Found>
    void scan(std::string_view text, std::size_t from, Found found) const;
    bool standsAt(const char* place) const;

    std::string m_folded;
    std::size_t m_first = 0; ///< the places of its two rarest bytes
    std::size_t m_second = 0;
};

} // namespace weir
