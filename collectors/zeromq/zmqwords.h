// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>

namespace weir {

/// Whose handshake it was: our side of it.
struct HandshakeSide
{
    std::string endpoint;
    bool isBound = false;
    bool isCurve = false;
    bool isServer = false; ///< of CURVE
};

/// Why a handshake failed, as far as our side can know. `event` and `code` as the monitor has them
/// (zmq_socket_monitor(3)): a client with a wrong server key, for instance, only sees that the server
/// hangs up.
std::string handshakeSentence(const HandshakeSide& side, unsigned event, unsigned code);

/// Why an endpoint could not be bound or connected to, from zmq_errno().
Error endpointError(const std::string& endpoint, bool isBound);

} // namespace weir
