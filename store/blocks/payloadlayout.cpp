// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/payloadlayout.h"

#include <algorithm>

namespace weir {

using coldformat::LayoutKind;

PayloadLayouts::PayloadLayouts(const EventColumns& columns)
    : m_columns(columns)
    , m_fieldCursors(columns.fields.size())
{
    m_layoutOf.reserve(columns.payloads.size());
    for (std::size_t row = 0; row < columns.payloads.size(); ++row)
        take(row);
}

/// Only what lies in the row's own payload can be cut out of it.
void PayloadLayouts::addPiece(std::size_t row, ArenaRef ref, std::uint32_t hole)
{
    const ArenaRef payload = m_columns.payloads[row];
    if (ref.length == 0 || ref.offset < payload.offset
        || std::uint64_t{ref.offset} + ref.length > std::uint64_t{payload.offset} + payload.length)
        return;
    m_pieces.push_back({ref, hole});
}

void PayloadLayouts::collect(std::size_t row)
{
    m_pieces.clear();
    addPiece(row, m_columns.bodies[row], coldformat::bodyHole);
    addPiece(row, m_columns.traceIds[row], coldformat::traceHole);
    addPiece(row, m_columns.spanIds[row], coldformat::spanHole);
    const MetricColumns& metrics = m_columns.metrics;
    if (m_metricCursor < metrics.rows.size() && metrics.rows[m_metricCursor] == row) {
        addPiece(row, metrics.names[m_metricCursor], coldformat::metricNameHole);
        addPiece(row, metrics.units[m_metricCursor], coldformat::metricUnitHole);
        ++m_metricCursor;
    }
    for (std::size_t i = 0; i < m_columns.fields.size(); ++i) {
        const FieldColumn& field = m_columns.fields[i];
        std::size_t& cursor = m_fieldCursors[i];
        if (cursor < field.rows.size() && field.rows[cursor] == row)
            addPiece(row, field.texts[cursor++],
                     coldformat::fieldHole + static_cast<std::uint32_t>(i));
    }
    // A handful in mostly the right order: nothing general is faster.
    for (std::size_t i = 1; i < m_pieces.size(); ++i) {
        const Piece piece = m_pieces[i];
        std::size_t at = i;
        for (; at > 0 && m_pieces[at - 1].ref.offset > piece.ref.offset; --at)
            m_pieces[at] = m_pieces[at - 1];
        m_pieces[at] = piece;
    }
    // Where two overlap the first stays, and the other column keeps its text for itself.
    std::uint64_t end = 0;
    std::erase_if(m_pieces, [&end](const Piece& piece) {
        const bool overlaps = piece.ref.offset < end;
        if (!overlaps)
            end = std::uint64_t{piece.ref.offset} + piece.ref.length;
        return overlaps;
    });
}

std::size_t PayloadLayouts::find(LayoutKind kind)
{
    m_candidate.kind = kind;
    m_candidate.holes.clear();
    for (const Piece& piece : m_pieces)
        m_candidate.holes.push_back(piece.hole);
    if (m_last < m_layouts.size() && m_layouts[m_last] == m_candidate)
        return m_last;
    auto found = std::find(m_layouts.begin(), m_layouts.end(), m_candidate);
    if (found == m_layouts.end() && m_layouts.size() + 1 >= coldformat::mostLayouts) {
        // Too many shapes to be shapes: the payload as it is.
        m_pieces.clear();
        m_candidate.holes.clear();
        found = std::find(m_layouts.begin(), m_layouts.end(), m_candidate);
    }
    m_last = static_cast<std::size_t>(found - m_layouts.begin());
    if (found == m_layouts.end()) {
        m_layouts.push_back(m_candidate);
        m_gaps.emplace_back(kind == LayoutKind::Pieces ? m_candidate.holes.size() + 1 : 0);
        m_rows.emplace_back();
        // Most sources have one layout.
        if (m_layouts.size() == 1) {
            for (auto& gap : m_gaps.front())
                gap.reserve(m_columns.payloads.size());
        }
    }
    return m_last;
}

void PayloadLayouts::take(std::size_t row)
{
    const ArenaRef payload = m_columns.payloads[row];
    collect(row);
    const bool isShared = row > 0 && payload.length > 0 && payload == m_columns.payloads[row - 1];
    const LayoutKind kind = payload.length == 0 ? LayoutKind::Absent
        : isShared                              ? LayoutKind::Shared
                                                : LayoutKind::Pieces;
    if (kind != LayoutKind::Pieces)
        m_pieces.clear();
    const std::size_t layout = find(kind);
    m_layoutOf.push_back(static_cast<std::int64_t>(layout));
    m_rows[layout].push_back(static_cast<std::uint32_t>(row));
    if (kind != LayoutKind::Pieces)
        return;
    const std::string_view arena = m_columns.arena;
    std::size_t at = payload.offset;
    std::size_t gap = 0;
    for (const Piece& piece : m_pieces) {
        m_gaps[layout][gap++].push_back(arena.substr(at, piece.ref.offset - at));
        at = piece.ref.offset + std::size_t{piece.ref.length};
    }
    m_gaps[layout][gap].push_back(arena.substr(at, payload.offset + std::size_t{payload.length} - at));
}

} // namespace weir
