// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zapdoor.h"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace weir {

namespace {

constexpr const char* address = "inproc://zeromq.zap.01";
constexpr std::size_t keyBytes = 32;

// Frames of a request: version, request id, domain, address, identity, mechanism, credentials.
constexpr std::size_t requestFrames = 7;
constexpr std::size_t idFrame = 1;
constexpr std::size_t addressFrame = 3;
constexpr std::size_t mechanismFrame = 5;
constexpr std::size_t keyFrame = 6;

std::string z85Of(const std::string& key)
{
    std::array<char, keyBytes * 5 / 4 + 1> text{};
    zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
    return text.data();
}

} // namespace

ZapDoor::~ZapDoor()
{
    if (m_socket)
        zmq_close(m_socket);
}

Result<std::unique_ptr<ZapDoor>> ZapDoor::open(const ZmqContext& context,
                                               std::vector<std::string> allowed)
{
    std::unique_ptr<ZapDoor> door(new ZapDoor(std::move(allowed)));
    door->m_socket = zmq_socket(context.get(), ZMQ_REP);
    constexpr int none = 0;
    if (!door->m_socket || zmq_setsockopt(door->m_socket, ZMQ_LINGER, &none, sizeof none) != 0
        || zmq_bind(door->m_socket, address) != 0)
        return Error{Error::Code::Io, "curve", zmq_strerror(zmq_errno())};
    return door;
}

bool ZapDoor::receive(std::vector<std::string>& request)
{
    request.clear();
    zmq_msg_t frame;
    zmq_msg_init(&frame);
    bool hasMore = true;
    while (hasMore && zmq_msg_recv(&frame, m_socket, ZMQ_DONTWAIT) >= 0) {
        request.emplace_back(static_cast<const char*>(zmq_msg_data(&frame)), zmq_msg_size(&frame));
        hasMore = zmq_msg_more(&frame) != 0;
    }
    zmq_msg_close(&frame);
    return !hasMore;
}

bool ZapDoor::mayEnter(const std::vector<std::string>& request)
{
    if (m_allowed.empty())
        return request.size() > mechanismFrame && request[mechanismFrame] == "NULL";
    if (request.size() < requestFrames || request[mechanismFrame] != "CURVE"
        || request[keyFrame].size() != keyBytes)
        return false;
    const std::string key = z85Of(request[keyFrame]);
    const bool isAllowed = std::find(m_allowed.begin(), m_allowed.end(), key) != m_allowed.end();
    if (!isAllowed)
        m_lastRefusal = fmt::format("a client at {} was refused: its public key {} is not in "
                                    "'allowed'",
                                    request[addressFrame], key);
    return isAllowed;
}

void ZapDoor::answer(const std::string& requestId, bool isAllowed)
{
    const std::array<std::string_view, 6> frames{
        "1.0", requestId, isAllowed ? "200" : "400", isAllowed ? "OK" : "key not allowed", "", ""};
    for (std::size_t i = 0; i < frames.size(); ++i)
        zmq_send(m_socket, frames[i].data(), frames[i].size(),
                 i + 1 < frames.size() ? ZMQ_SNDMORE : 0);
}

void ZapDoor::serve()
{
    std::vector<std::string> request;
    while (receive(request))
        answer(request.size() > idFrame ? request[idFrame] : std::string(), mayEnter(request));
}

} // namespace weir
