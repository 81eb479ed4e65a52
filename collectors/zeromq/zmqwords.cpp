// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqwords.h"

#include <fmt/format.h>
#include <zmq.h>

#include <cerrno>

namespace weir {

namespace {

/// `tcp://host:1`, or who connects to it.
std::string whoIs(const HandshakeSide& side)
{
    return side.isBound ? fmt::format("who connects to {}", side.endpoint) : side.endpoint;
}

std::string mismatch(const HandshakeSide& side)
{
    if (side.isCurve)
        return fmt::format("{} does not use CURVE encryption, and this source insists on it",
                           whoIs(side));
    if (side.isBound)
        return fmt::format("{} asks for a login or for encryption, and this source has no 'curve' "
                           "keys",
                           whoIs(side));
    return fmt::format("{} asks for a login or for encryption: most likely this source needs "
                       "'curve' keys",
                       side.endpoint);
}

std::string brokenProtocol(const HandshakeSide& side, unsigned code)
{
    if (code == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)
        return mismatch(side);
    if (code == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC && side.isServer)
        return fmt::format("{} was made for another server: its 'server_key' is not our public key",
                           whoIs(side));
    if (code == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
        return fmt::format("what {} answers cannot be decrypted: 'server_key' is not its public key",
                           side.endpoint);
    return fmt::format("{} does not keep to ZeroMQ's protocol ({:#x})", whoIs(side), code);
}

std::string refused(const HandshakeSide& side, unsigned code)
{
    if (side.isServer || side.isBound)
        return fmt::format("{} was refused: its public key is not in 'allowed'", whoIs(side));
    if (code == 400)
        return fmt::format("{} does not let this source in: our public key is not among those it "
                           "allows",
                           side.endpoint);
    return fmt::format("{} cannot decide whether to let this source in (its status is {})",
                       side.endpoint, code);
}

std::string hungUp(const HandshakeSide& side, unsigned code)
{
    if (code == ETIMEDOUT || code == EAGAIN)
        return fmt::format("{} accepts the connection and then says nothing", whoIs(side));
    if (side.isServer)
        return fmt::format("{} hangs up before the handshake is done: most likely it does not use "
                           "CURVE encryption",
                           whoIs(side));
    if (side.isCurve)
        return fmt::format("{} hangs up during the CURVE handshake: most likely 'server_key' is "
                           "not its public key",
                           side.endpoint);
    return fmt::format("{} hangs up before the handshake is done: is it a ZeroMQ socket, and does "
                       "it use the same encryption?",
                       whoIs(side));
}

} // namespace

std::string handshakeSentence(const HandshakeSide& side, unsigned event, unsigned code)
{
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL)
        return brokenProtocol(side, code);
    if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
        return refused(side, code);
    return hungUp(side, code);
}

Error endpointError(const std::string& endpoint, bool isBound)
{
    const int code = zmq_errno();
    if (code == EADDRINUSE)
        return {Error::Code::Busy, endpoint, "the address is taken by another program"};
    if (code == EACCES)
        return {Error::Code::Denied, endpoint, "this address may not be used"};
    if (code == EINVAL || code == EPROTONOSUPPORT || code == ENODEV)
        return {Error::Code::InvalidInput, endpoint,
                isBound ? "this is no address to listen on" : "this is no address to connect to"};
    return {Error::Code::Io, endpoint, zmq_strerror(code)};
}

} // namespace weir
