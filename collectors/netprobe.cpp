// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/netprobe.h"

#include "core/descriptor.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

struct FreeAddresses
{
    void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// 0, or an errno.
int connectTo(int family, const sockaddr* address, socklen_t length, Clock::time_point deadline)
{
    const Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isOpen())
        return errno;
    if (connect(socket.get(), address, length) == 0)
        return 0;
    if (errno != EINPROGRESS)
        return errno;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd ready{socket.get(), POLLOUT, 0};
    if (poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) <= 0)
        return ETIMEDOUT;
    int failure = 0;
    socklen_t size = sizeof failure;
    return getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size) == 0 ? failure : errno;
}

Result<Addresses> addressesOf(const HostPort& place)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(place.host.c_str(), place.port.c_str(), &hints, &found);
    if (code == 0)
        return Addresses(found);
    if (code == EAI_AGAIN)
        return Error{Error::Code::Unreachable, place.host,
                     fmt::format("the host name {} cannot be resolved: no name server answers for "
                                 "it. Is the name right, is this machine online, does it need a VPN?",
                                 place.host)};
    if (code == EAI_SERVICE)
        return Error{Error::Code::InvalidInput, place.port,
                     fmt::format("'{}' is no port", place.port)};
    return Error{Error::Code::NotFound, place.host,
                 fmt::format("the host name {} cannot be resolved: nobody knows it. Is it spelled "
                             "right, does it need a VPN?",
                             place.host)};
}

std::string sentenceFor(int failure, const std::string& place)
{
    switch (failure) {
    case ECONNREFUSED:
        return fmt::format("{} refuses the connection: nothing listens on that port. Is the server "
                           "running, is the port right?",
                           place);
    case ETIMEDOUT:
        return fmt::format("{} does not answer: the machine is off, or a firewall drops what is "
                           "sent to it",
                           place);
    case EHOSTUNREACH:
    case ENETUNREACH:
        return fmt::format("there is no way to {}: is this machine online, does it need a VPN?",
                           place);
    default:
        return fmt::format("{} cannot be reached: {}", place, std::strerror(failure));
    }
}

} // namespace

HostPort parseHostPort(std::string_view text, std::string_view defaultPort)
{
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    const std::size_t bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
    if (bracket != std::string_view::npos) {
        const std::string_view port = text.substr(bracket + 1);
        return {std::string(text.substr(1, bracket - 1)),
                std::string(port.starts_with(':') ? port.substr(1) : defaultPort)};
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return {std::string(text), std::string(defaultPort)};
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

Result<std::vector<std::string>> resolveHost(const HostPort& place)
{
    const auto addresses = addressesOf(place);
    if (!addresses)
        return addresses.error();
    std::vector<std::string> texts;
    for (const addrinfo* address = addresses->get(); address != nullptr;
         address = address->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(address->ai_addr, address->ai_addrlen, text.data(), text.size(), nullptr, 0,
                        NI_NUMERICHOST)
            == 0)
            texts.emplace_back(text.data());
    }
    return texts;
}

Result<Done> tryConnection(const HostPort& place, std::chrono::steady_clock::time_point deadline)
{
    const auto addresses = addressesOf(place);
    if (!addresses)
        return addresses.error();
    int failure = EHOSTUNREACH;
    for (const addrinfo* address = addresses->get(); address != nullptr;
         address = address->ai_next) {
        failure = connectTo(address->ai_family, address->ai_addr, address->ai_addrlen, deadline);
        if (failure == 0)
            return Done{};
    }
    return Error{Error::Code::Unreachable, place.text(), sentenceFor(failure, place.text())};
}

Result<Done> tryLocalSocket(const std::string& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return Error{Error::Code::InvalidInput, path,
                     fmt::format("the path {} is too long for a socket", path)};
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    // NOLINTNEXTLINE: connect's signature
    const int failure = connectTo(AF_UNIX, reinterpret_cast<const sockaddr*>(&address),
                                  sizeof address, Clock::now());
    if (failure == 0)
        return Done{};
    if (failure == ENOENT)
        return Error{Error::Code::NotFound, path,
                     fmt::format("there is no socket {}: is the publisher running?", path)};
    return Error{Error::Code::Unreachable, path, sentenceFor(failure, path)};
}

} // namespace weir
