// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// Looks for the first offset at which a partition can be read again. A damaged batch cannot be read at
/// any of its offsets, and where it ends nobody knows: probes go up in doubling steps, then between the
/// last that failed and the first that did not.
class SkipSearch final
{
public:
    /// Nothing can be read at `stalledAt`; at `end`, the log's, there is nothing to fail.
    /// Precondition: stalledAt < end.
    SkipSearch(std::int64_t stalledAt, std::int64_t end)
        : m_bad(stalledAt)
        , m_good(end)
    {
    }

    bool isFound() const { return m_bad + 1 >= m_good; }
    /// Precondition: isFound().
    std::int64_t found() const { return m_good; }

    /// Where to try next. Precondition: !isFound().
    std::int64_t probe() const;
    /// What trying at probe() has given.
    void canRead() { m_good = probe(); }
    void cannotRead();

private:
    std::int64_t m_bad;
    std::int64_t m_good;
    std::int64_t m_step = 1;
};

} // namespace weir
