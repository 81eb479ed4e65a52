// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"

namespace weir {

/// What Java programs write by the default patterns of their libraries:
/// - logback and log4j: `12:04:51.120 [thread] LEVEL logger - text`, also with a date before it,
/// - Spring Boot: `2026-11-23T12:04:51.120Z  INFO 657 --- [app] [thread] logger : text`,
/// - Kafka: `[2026-11-23 12:04:51,120] INFO text (logger)`,
/// - Hadoop and log4j: `2026-11-23 12:04:51,120 INFO logger: text`,
/// - java.util.logging: `Nov 23, 2026 12:04:51 PM logger method`, `LEVEL: text` in the next line.
///
/// https://logback.qos.ch/manual/layouts.html,
/// https://logging.apache.org/log4j/2.x/manual/pattern-layout.html
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
