// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventsink.h"
#include "collectors/decode/format.h"

#include <vector>

namespace weir {

/// MessagePack: maps, one after the other, and what Fluentd and Fluent Bit write (`[time, record]`, `[[time, metadata],
/// record]`, and forward's `[tag, time, record]`, `[tag, [entries]]`, `[tag, packed entries]`, each with an
/// option behind it or not). Each map is a record. In front of a map a Salt event's tag may stand, ended by an empty line.
/// https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1
class MessagePackFormat final : public Format
{
public:
    std::string_view name() const override { return "msgpack"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    class Walk;

    EventSink m_sink;
};

} // namespace weir
