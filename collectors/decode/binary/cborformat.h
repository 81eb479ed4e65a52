// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventsink.h"
#include "collectors/decode/format.h"

namespace weir {

/// CBOR (RFC 8949): maps, with or without the tag that says "this is CBOR"; several in a row (RFC 8742) are a record
/// each.
class CborFormat final : public Format
{
public:
    std::string_view name() const override { return "cbor"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    EventSink m_sink;
};

} // namespace weir
