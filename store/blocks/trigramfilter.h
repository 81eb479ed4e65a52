// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

/// Which three bytes stand next to each other in texts, as a bit each, to tell without reading a
/// block's catalog that a text is not in it. Case of ASCII letters is folded; where one of the three
/// is a digit or a blank they are left out, for numbers vary without end and words stand anywhere.
///
/// Thread: one at a time.
class TrigramSet final
{
public:
    TrigramSet();

    void add(std::string_view text);
    /// Those of all texts of a template, but for what its Word and Text variables hold.
    /// Precondition: blanks or an end are on both sides of those.
    void addPattern(std::string_view pattern);

    /// The bits: as few bytes, a power of two, as leave most of them unset.
    std::string filter() const;

private:
    void addBits(std::uint32_t trigram);
    void addWindow(const std::array<std::string_view, 3>& choices);

    static constexpr std::size_t mostBytes = 8192;

    std::string m_bits;
    bool m_hasIds = false;
};

/// False: no text with this in it was added. Any bytes are a filter; an empty one knows nothing.
bool mayHoldText(std::string_view filter, std::string_view needle);

} // namespace weir
