// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/json/jsonreader.h"

#include <memory>

namespace weir {

/// CloudEvents 1.0 in binary mode: the attributes are headers (`ce_type`, in HTTP's spelling `ce-type`), the payload
/// is the data alone. JSON data becomes fields, other UTF-8 the body.
class CloudEventsBinary final : public Format
{
public:
    explicit CloudEventsBinary(std::shared_ptr<JsonReader> reader)
        : m_reader(std::move(reader))
    {
    }

    std::string_view name() const override { return "cloudevents-binary"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<JsonReader> m_reader;
};

} // namespace weir
