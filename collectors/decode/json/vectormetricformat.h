// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsontree.h"

#include <memory>

namespace weir {

/// Vector's native JSON of a metric: `{"metric":{…}}`. A counter or gauge is a sample, a set the number of its
/// members, a distribution and a histogram their count and sum.
class VectorMetricFormat final : public Format
{
public:
    explicit VectorMetricFormat(std::shared_ptr<JsonTree> tree)
        : m_tree(std::move(tree))
    {
    }

    std::string_view name() const override { return "vector-metric"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonTree> m_tree;
};

} // namespace weir
