// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace weir {

/// A value that copies share until one of them changes it.
///
/// Thread safety: as of a value; copies may be used in several threads at the same time. One that was
/// moved from can only be assigned to or destroyed.
template<typename T>
class CopyOnWrite final
{
public:
    explicit CopyOnWrite(T value)
        : m_shared(std::make_shared<Shared>(std::move(value)))
    {
    }
    CopyOnWrite(const CopyOnWrite& other)
        : m_shared(other.m_shared)
    {
        m_shared->isShared.store(true, std::memory_order_relaxed);
    }
    CopyOnWrite(CopyOnWrite&&) noexcept = default;
    CopyOnWrite& operator=(const CopyOnWrite& other) { return *this = CopyOnWrite(other); }
    CopyOnWrite& operator=(CopyOnWrite&&) noexcept = default;
    ~CopyOnWrite() = default;

    const T& operator*() const { return m_shared->value; }
    const T* operator->() const { return &m_shared->value; }

    /// To be changed: this one's own from now on.
    T& change()
    {
        if (m_shared->isShared.load(std::memory_order_relaxed))
            m_shared = std::make_shared<Shared>(m_shared->value);
        return m_shared->value;
    }

private:
    struct Shared
    {
        explicit Shared(T of)
            : value(std::move(of))
        {
        }
        T value;
        /// Stays set when the copies are gone: so nobody need know when another thread is done with it.
        std::atomic<bool> isShared = false;
    };
    std::shared_ptr<Shared> m_shared;
};

} // namespace weir
