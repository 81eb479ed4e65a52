// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/patternlookup.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace weir {

/// How many forms there may be, and how much they may take.
struct FormLimits
{
    std::size_t forms = std::size_t{1} << 16;
    std::size_t bytes = std::size_t{32} << 20;
};

/// Counts messages by their form. When it is full, those of further forms are counted with the oldest
/// form that has their pattern, and where there is none, with all others.
///
/// Thread: one at a time. Invariant: bounded by its limits; every message is counted exactly once.
class FormTable final
{
public:
    explicit FormTable(const FormLimits& limits = {})
        : m_limits(limits)
    {
    }

    void clear();
    void add(std::string_view form, const Sightings& seen);

    struct FormCount
    {
        std::string_view form;
        std::uint64_t count = 0;
    };
    /// Counts messages of which only bounds are known. False, and nothing is counted, when that is
    /// not enough to know when the first and last ones were.
    bool tryAdd(std::span<const FormCount> counts, const Sightings& bounds);

    const FormCounts& counts() const { return m_counts; }

private:
    const FormLimits m_limits;
    FormCounts m_counts;
    std::size_t m_bytes = 0; ///< of the forms
    std::unique_ptr<PatternLookup> m_lookup; ///< once it is full
};

} // namespace weir
