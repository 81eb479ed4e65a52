// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace weir::test {

/// Columns of any shape that isConsistent() allows, from a seed: also such as no builder makes,
/// with pieces that overlap and numbers of every size.
class RandomColumns final
{
public:
    explicit RandomColumns(std::uint32_t seed)
        : m_random(seed)
    {
    }

    EventColumns make(std::size_t mostRows = 300)
    {
        EventColumns c;
        const std::size_t rows = below(mostRows + 1);
        m_rows = rows;
        c.arena = bytes(below(5000));
        m_arena = c.arena.size();
        c.source = bytes(below(20));
        c.sourceKind = static_cast<SourceKind>(below(3));
        for (std::size_t i = below(3); i > 0; --i)
            c.labels.emplace_back(bytes(below(9)), bytes(below(9)));
        const std::size_t streams = 1 + below(4);
        for (std::size_t i = 0; i < streams; ++i)
            c.streams.push_back(stream());
        makeRows(c);
        for (std::size_t i = below(12); i > 0; --i)
            c.fields.push_back(field());
        makeMetrics(c.metrics);
        for (const std::uint32_t row : someRows())
            c.records.emplace_back(row, static_cast<std::uint32_t>(m_random()));
        for (std::size_t i = below(4); i > 0; --i)
            c.positions.push_back({static_cast<std::uint32_t>(below(streams)), range()});
        for (std::size_t i = below(3); i > 0; --i)
            c.gaps.push_back({stream(), range(), m_random(), static_cast<Gap::Reason>(below(7)),
                              timePointOf(number(3))});
        return c;
    }

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : m_random() % end; }

    std::string bytes(std::size_t size)
    {
        const bool repetitive = below(2) == 0;
        std::string text(size, ' ');
        for (char& c : text)
            c = static_cast<char>(repetitive ? 'a' + below(3) : below(256));
        return text;
    }

    /// Kind 0: all equal; 1: small; 2: 32 bits; 3: any; 4: climbing in milliseconds.
    std::int64_t number(std::size_t kind)
    {
        const std::uint64_t any = (std::uint64_t{m_random()} << 32U) | m_random();
        switch (kind) {
        case 0:
            return 42;
        case 1:
            return static_cast<std::int64_t>(any % 200) - 100;
        case 2:
            return static_cast<std::int32_t>(any);
        case 3:
            return any % 5 == 0 ? std::numeric_limits<std::int64_t>::min()
                : any % 5 == 1  ? std::numeric_limits<std::int64_t>::max()
                                : static_cast<std::int64_t>(any);
        default:
            m_climb += static_cast<std::int64_t>(any % 1000) * 1'000'000;
            return m_climb;
        }
    }

    std::vector<std::int64_t> numbers(std::size_t size)
    {
        const std::size_t kind = below(5);
        std::vector<std::int64_t> values(size);
        for (std::int64_t& value : values)
            value = number(kind);
        return values;
    }

    template<typename T>
    std::vector<T> enums(std::size_t size, std::size_t end)
    {
        const bool constant = below(2) == 0;
        const std::size_t one = below(end);
        std::vector<T> values(size);
        for (T& value : values)
            value = static_cast<T>(constant ? one : below(end));
        return values;
    }

    std::vector<ArenaRef> refs(std::size_t size)
    {
        const std::size_t kind = below(4); // 0: none, 1: one place, else anywhere
        std::vector<ArenaRef> values(size);
        for (ArenaRef& ref : values) {
            if (kind == 0 || m_arena == 0 || below(5) == 0)
                continue;
            const auto offset = static_cast<std::uint32_t>(kind == 1 ? 0 : below(m_arena));
            const auto length = static_cast<std::uint32_t>(below(m_arena - offset + 1));
            // Length 0 is "absent", whose offset means nothing.
            ref = length == 0 ? ArenaRef{} : ArenaRef{offset, length};
        }
        return values;
    }

    std::vector<std::uint32_t> someRows()
    {
        const std::size_t kind = below(3); // 0: none, 1: all, 2: some
        std::vector<std::uint32_t> rows;
        for (std::uint32_t row = 0; kind != 0 && row < m_rows; ++row) {
            if (kind == 1 || below(3) == 0)
                rows.push_back(row);
        }
        return rows;
    }

    Stream stream()
    {
        return Stream{static_cast<SourceKind>(below(3)), bytes(below(9)), bytes(below(9)),
                      static_cast<std::int32_t>(number(2)), static_cast<std::uint32_t>(number(2))};
    }

    OffsetRange range() { return {number(3), number(3)}; }

    std::vector<TimePoint> times()
    {
        std::vector<TimePoint> values;
        for (const std::int64_t value : numbers(m_rows))
            values.push_back(timePointOf(value));
        return values;
    }

    void makeRows(EventColumns& c)
    {
        c.times = times();
        c.received = times();
        c.severities = enums<Severity>(m_rows, 256);
        c.kinds = enums<EventKind>(m_rows, 3);
        c.timeFromReceived = enums<std::uint8_t>(m_rows, 2);
        for (auto* column : {&c.payloads, &c.bodies, &c.traceIds, &c.spanIds, &c.keys, &c.headers})
            *column = refs(m_rows);
        c.streamOf = enums<std::uint32_t>(m_rows, c.streams.size());
        c.offsets = numbers(m_rows);
    }

    FieldColumn field()
    {
        FieldColumn column;
        column.name = bytes(below(12));
        column.rows = someRows();
        column.types = enums<ValueType>(column.rows.size(), 5);
        column.texts = refs(column.rows.size());
        column.numbers = numbers(column.rows.size());
        return column;
    }

    void makeMetrics(MetricColumns& metrics)
    {
        metrics.rows = someRows();
        const std::size_t size = metrics.rows.size();
        metrics.names = refs(size);
        for (const std::int64_t bits : numbers(size))
            metrics.values.push_back(std::bit_cast<double>(bits));
        metrics.units = refs(size);
        metrics.types = enums<MetricType>(size, 3);
    }

    std::mt19937 m_random;
    std::size_t m_rows = 0;
    std::size_t m_arena = 0;
    std::int64_t m_climb = 1'764'000'000'000'000'000;
};

} // namespace weir::test
