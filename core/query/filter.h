// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"
#include "core/result.h"
#include "core/storedbatch.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

struct FilterNode;

/// A query's filter compiled: decides for each event of a batch whether it matches.
///
/// Thread safety: immutable; one filter may be used by any number of threads.
class Filter final
{
public:
    /// Fails for a regular expression that RE2 refuses; the detail says why.
    static Result<std::shared_ptr<const Filter>> compile(const Expr& expr);

    ~Filter();
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    /// Appends the rows of the batch that match, ascending.
    void select(const StoredBatch& stored, std::vector<std::uint32_t>& rows) const;

    bool matchesEverything() const;
    /// Whether every event that matches is known to match the other one, too; see isNarrower().
    bool isNarrowerThan(const Filter& other) const;
    /// For who evaluates it in another way than select().
    const FilterNode& root() const { return *m_root; }

    /// Set when nothing but the severity class decides, so that block headers can answer:
    /// true for each class that matches.
    std::optional<std::array<bool, severityClassCount>> severitiesOnly() const;

    /// Where in a text shown to the user the filter's words and patterns match, for highlighting;
    /// ascending, not overlapping.
    std::vector<TextSpan> matchesIn(std::string_view text) const;

private:
    explicit Filter(std::unique_ptr<const FilterNode> root);

    std::unique_ptr<const FilterNode> m_root;
};

using FilterPtr = std::shared_ptr<const Filter>;

} // namespace weir
