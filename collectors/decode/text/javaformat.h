// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// What Java programs write by the default patterns of logback, log4j, Spring Boot, Kafka and java.util.logging:
/// `12:04:51.120 [thread] LEVEL logger - text`, the same with a date before it,
/// `2026-11-23T12:04:51.120Z  INFO 657 --- [app] [thread] logger : text`,
/// `[2026-11-23 12:04:51,120] INFO text (logger)`, `2026-11-23 12:04:51,120 INFO logger: text` and
/// `Nov 23, 2026 12:04:51 PM logger method` with `LEVEL: text` in the next line.
/// https://logback.qos.ch/manual/layouts.html, https://logging.apache.org/log4j/2.x/manual/pattern-layout.html
///
/// Further lines, such as a stack trace, belong to the body.
class JavaFormat final : public Format
{
public:
    std::string_view name() const override { return "java"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;
};

} // namespace weir
