// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/zeromq/zmqsocket.h"

#include <memory>
#include <string>
#include <vector>

namespace weir {

/// Decides who comes in at a bound socket: libzmq asks for every one at `inproc://zeromq.zap.01`
/// (ZeroMQ's RFC 27), and waits for the answer. With CURVE only the public keys of a list are let in.
///
/// Without CURVE everybody is, but the question alone keeps rubbish out: where it is asked, libzmq
/// does not speak ZMTP 1 and 2 (before 2013), which have no handshake and take any bytes for messages.
///
/// Thread: the one that made it. Closed before its context.
class ZapDoor final
{
public:
    /// Must be open before a socket of the context is bound. `allowed`: empty without CURVE.
    static Result<std::unique_ptr<ZapDoor>> open(const ZmqContext& context,
                                                 std::vector<std::string> allowed);
    ~ZapDoor();
    ZapDoor(const ZapDoor&) = delete;
    ZapDoor& operator=(const ZapDoor&) = delete;

    /// Answers everybody who is waiting.
    void serve();
    /// The last one that was not let in, as a sentence; empty: none yet.
    const std::string& lastRefusal() const { return m_lastRefusal; }
    /// Becomes readable, edge-triggered: call serve() after it.
    void* handle() const { return m_socket; }

private:
    explicit ZapDoor(std::vector<std::string> allowed)
        : m_allowed(std::move(allowed))
    {
    }
    bool receive(std::vector<std::string>& request);
    bool mayEnter(const std::vector<std::string>& request);
    void answer(const std::string& requestId, bool isAllowed);

    const std::vector<std::string> m_allowed;
    void* m_socket = nullptr;
    std::string m_lastRefusal;
};

} // namespace weir
