// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"
#include "store/blocks/coldformat.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir {

/// How a payload is put together from what the other columns hold: gaps of text, and between them
/// holes that a column fills. One gap more than holes.
struct PayloadLayout
{
    coldformat::LayoutKind kind = coldformat::LayoutKind::Absent;
    std::vector<std::uint32_t> holes;

    friend bool operator==(const PayloadLayout&, const PayloadLayout&) = default;
};

/// Finds the layout of every payload of a batch: which of its pieces other columns refer to.
///
/// Thread: a value; the columns outlive it.
class PayloadLayouts final
{
public:
    explicit PayloadLayouts(const EventColumns& columns);

    const std::vector<PayloadLayout>& layouts() const { return m_layouts; }
    /// The layout of each row.
    const std::vector<std::int64_t>& layoutOf() const { return m_layoutOf; }
    /// The texts of one gap of a layout, for each of its rows, ascending.
    const std::vector<std::string_view>& gap(std::size_t layout, std::size_t index) const
    {
        return m_gaps[layout][index];
    }
    const std::vector<std::uint32_t>& rowsOf(std::size_t layout) const { return m_rows[layout]; }

private:
    struct Piece
    {
        ArenaRef ref;
        std::uint32_t hole = 0;
    };

    void collect(std::size_t row);
    void addPiece(std::size_t row, ArenaRef ref, std::uint32_t hole);
    std::size_t find(coldformat::LayoutKind kind);
    void take(std::size_t row);

    const EventColumns& m_columns;
    std::vector<PayloadLayout> m_layouts;
    std::vector<std::int64_t> m_layoutOf;
    std::vector<std::vector<std::vector<std::string_view>>> m_gaps;
    std::vector<std::vector<std::uint32_t>> m_rows;
    std::vector<std::size_t> m_fieldCursors;
    std::size_t m_metricCursor = 0;
    std::vector<Piece> m_pieces; ///< of the row at hand
    PayloadLayout m_candidate;
    std::size_t m_last = 0; ///< the layout found last; neighbours mostly share it
};

} // namespace weir
