// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsontree.h"

#include <memory>

namespace weir {

/// Metricbeat's JSON: numbers in the tree of the module are samples with their path as name; texts in it, and who
/// sent it, are their fields.
class MetricbeatFormat final : public Format
{
public:
    explicit MetricbeatFormat(std::shared_ptr<JsonTree> tree)
        : m_tree(std::move(tree))
    {
    }

    std::string_view name() const override { return "metricbeat"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonTree> m_tree;
};

} // namespace weir
