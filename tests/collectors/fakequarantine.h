// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/quarantine.h"

#include <set>

namespace weir {

/// Knows what it is told, and what was decoded. Thread: the source's; the test's where that has ended.
class FakeQuarantine final : public Quarantine
{
public:
    void investigate(const std::function<bool()>&) override { }
    const std::vector<QuarantinedRange>& ranges() const override { return known; }
    void begin(const Stream&, std::int64_t offset, std::string_view) override
    {
        decoded.insert(offset);
    }
    void end() override { }

    std::vector<QuarantinedRange> known; ///< before the source begins
    std::set<std::int64_t> decoded; ///< offsets, of any stream
};

} // namespace weir
