// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsontree.h"

#include <memory>

namespace weir {

/// Telegraf's JSON: one metric, or a batch of them below `metrics`. Each field is a sample named
/// `measurement.field`, a truth as 0 or 1; tags and fields that are texts are its fields.
class TelegrafFormat final : public Format
{
public:
    explicit TelegrafFormat(std::shared_ptr<JsonTree> tree)
        : m_tree(std::move(tree))
    {
    }

    std::string_view name() const override { return "telegraf"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonTree> m_tree;
};

} // namespace weir
