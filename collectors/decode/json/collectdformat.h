// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsontree.h"

#include <memory>

namespace weir {

/// collectd's JSON: a list of values. Each value is a sample named `plugin.type`, with the name of the data source
/// behind it where that is not `value`; `derive` and `counter` are counters.
class CollectdFormat final : public Format
{
public:
    explicit CollectdFormat(std::shared_ptr<JsonTree> tree)
        : m_tree(std::move(tree))
    {
    }

    std::string_view name() const override { return "collectd"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonTree> m_tree;
};

} // namespace weir
