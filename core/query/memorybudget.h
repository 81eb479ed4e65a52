// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace weir {

/// How much memory is used of what may be. Who is about to grow asks isSpent() first, so the limit is
/// overstepped by one step at most; who then does without says so with refuse().
class MemoryBudget final
{
public:
    explicit MemoryBudget(std::size_t limit)
        : m_limit(limit)
    {
    }

    bool isSpent() const { return m_used >= m_limit; }
    void use(std::size_t bytes) { m_used += bytes; }
    /// Everything was counted anew.
    void setUsed(std::size_t bytes) { m_used = bytes; }
    std::size_t used() const { return m_used; }

    /// Whether a step may be done; refuses it if not.
    bool allows(bool needsMemory)
    {
        if (!needsMemory || !isSpent())
            return true;
        refuse();
        return false;
    }

    void refuse() { m_hasRefused = true; }
    bool hasRefused() const { return m_hasRefused; }

private:
    std::size_t m_limit;
    std::size_t m_used = 0;
    bool m_hasRefused = false;
};

} // namespace weir
