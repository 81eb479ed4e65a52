// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/positionrequest.h"
#include "core/control/message.h"

namespace weir {

/// `rewind`, `reread` and `skip` as they come through the socket.
struct PositionCommand
{
    std::string source;
    PositionRequest request; ///< its answer does nothing yet
};

/// Arguments: source, from, to, topic, partition. InvalidInput with a sentence.
Result<PositionCommand> parsePositionCommand(const ControlRequest& request, TimePoint now);

} // namespace weir
