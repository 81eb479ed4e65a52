// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"

namespace weir {

/// A line of plain text a message: the body is the message as it came, time and severity are read
/// from its head. Undecodable: what is not UTF-8.
class TextDecoder final : public Decoder
{
public:
    void decode(const RawMessage& message, EventBatchBuilder& builder) override;
};

} // namespace weir
