// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/valuesink.h"

namespace google::protobuf {
class Message;
}

namespace weir {

/// Puts the fields of a message that are set into a sink. Null, or why it cannot.
const char* putMessage(const google::protobuf::Message& message, ValueSink& sink);

} // namespace weir
