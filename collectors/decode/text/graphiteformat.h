// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/text/metriclines.h"

#include <vector>

namespace weir {

/// `servers.web-1.load 1.5 1763899491` and `load;host=web-1 1.5 1763899491`, one a line: Graphite's
/// plaintext protocol. The path is the metric's name, tags are fields; seconds since 1970, -1 for
/// now. https://graphite.readthedocs.io/en/latest/feeding-carbon.html
class GraphiteFormat final : public Format
{
public:
    std::string_view name() const override { return "graphite"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const char* readTags(std::string_view tags, const Content& content);

    std::vector<Label> m_labels;
};

} // namespace weir
