// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace weir {

/// A set of rows of one batch, a bit a row. Sets that meet have the same size.
class RowSet final
{
public:
    explicit RowSet(std::size_t size)
        : m_words((size + 63) / 64)
        , m_size(size)
    {
    }

    static RowSet all(std::size_t size)
    {
        RowSet rows(size);
        for (auto& word : rows.m_words)
            word = ~std::uint64_t{0};
        if (size % 64 != 0)
            rows.m_words.back() = (std::uint64_t{1} << (size % 64)) - 1;
        return rows;
    }

    std::size_t size() const { return m_size; }
    void add(std::size_t row) { m_words[row / 64] |= std::uint64_t{1} << (row % 64); }
    /// Adds those of the candidates for which `test(row)` holds. It is asked for every row of the set:
    /// what cannot be foretold costs no more than what can.
    template<typename Test>
    void addWhere(const RowSet& candidates, Test test)
    {
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            const std::size_t first = i * 64;
            const std::size_t rows = std::min<std::size_t>(m_size - first, 64);
            std::uint64_t word = 0;
            for (std::size_t bit = 0; bit < rows; ++bit)
                word |= std::uint64_t{test(first + bit)} << bit;
            m_words[i] |= word & candidates.m_words[i];
        }
    }
    bool has(std::size_t row) const { return (m_words[row / 64] >> (row % 64) & 1) != 0; }

    bool isEmpty() const
    {
        for (const auto word : m_words) {
            if (word != 0)
                return false;
        }
        return true;
    }

    std::size_t count() const
    {
        std::size_t rows = 0;
        for (const auto word : m_words)
            rows += static_cast<std::size_t>(std::popcount(word));
        return rows;
    }

    void operator|=(const RowSet& other)
    {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] |= other.m_words[i];
    }
    void operator-=(const RowSet& other)
    {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= ~other.m_words[i];
    }
    friend bool operator==(const RowSet&, const RowSet&) = default;

    /// Calls `visit(row)` for each row, ascending.
    template<typename Visit>
    void forEach(Visit visit) const
    {
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1)
                visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
        }
    }

private:
    std::vector<std::uint64_t> m_words;
    std::size_t m_size;
};

} // namespace weir
