// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/otlp/otlpevents.h"

#include <memory>

namespace weir {

/// Logs and metrics of OpenTelemetry as JSON: the proto3 JSON mapping with lowerCamelCase names, 64-bit integers as strings
/// or numbers, enums as numbers, and trace ids in hex.
/// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
class OtlpJsonFormat final : public Format
{
public:
    explicit OtlpJsonFormat(std::shared_ptr<OtlpEvents> events);
    ~OtlpJsonFormat() override;

    std::string_view name() const override { return "otlp-json"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    struct Parser; ///< hides simdjson

    const std::shared_ptr<OtlpEvents> m_events;
    std::unique_ptr<Parser> m_parser;
};

} // namespace weir
