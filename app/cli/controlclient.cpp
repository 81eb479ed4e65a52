// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/controlclient.h"

#include "core/control/collectorinfo.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace weir::cli {

namespace {

using Steady = std::chrono::steady_clock;

const Error nobody{Error::Code::Unreachable, "", "no collector runs on this index"};

} // namespace

ControlClient::ControlClient(int socket)
    : m_socket(socket)
{
}

Result<std::unique_ptr<ControlClient>> ControlClient::connect(const std::filesystem::path& index)
{
    const auto info = CollectorInfo::read(index);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!info || info->socket.size() >= sizeof address.sun_path)
        return nobody;
    std::memcpy(address.sun_path, info->socket.c_str(), info->socket.size() + 1);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return Error{Error::Code::Io, "socket", std::strerror(errno)};
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(descriptor);
        return nobody;
    }
    return std::unique_ptr<ControlClient>(new ControlClient(descriptor));
}

std::optional<std::string> ControlClient::takeLine()
{
    const auto end = m_received.find('\n');
    if (end == std::string::npos)
        return std::nullopt;
    std::string line = m_received.substr(0, end);
    m_received.erase(0, end + 1);
    return line;
}

Result<std::optional<CollectorMessage>> ControlClient::nextMessage(std::chrono::milliseconds atMost)
{
    const auto deadline = Steady::now() + atMost;
    for (;;) {
        if (const auto line = takeLine()) {
            auto message = parseCollectorMessage(*line);
            if (!message)
                return message.error();
            return std::optional(std::move(*message));
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now());
        pollfd waiting{m_socket.get(), POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) <= 0)
            return std::optional<CollectorMessage>();
        std::array<char, 65536> buffer{};
        const ssize_t got = recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (got <= 0 || m_received.size() > 4 * maxControlLine)
            return Error{Error::Code::Unreachable, "", "the collector has ended"};
        m_received.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Result<std::string> ControlClient::request(const std::string& command,
                                           const std::map<std::string, std::string>& arguments,
                                           std::chrono::milliseconds atMost)
{
    const ControlRequest request{++m_lastId, command, arguments};
    const std::string line = request.toJson() + '\n';
    if (send(m_socket.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size()))
        return Error{Error::Code::Unreachable, "", "the collector has ended"};
    const auto deadline = Steady::now() + atMost;
    while (Steady::now() < deadline) {
        auto message = nextMessage(std::chrono::milliseconds(200));
        if (!message)
            return message.error();
        if (!*message)
            continue;
        const auto* answer = std::get_if<ControlAnswer>(&**message);
        if (answer == nullptr || answer->id != request.id)
            continue;
        if (!answer->error.empty())
            return Error{Error::Code::InvalidInput, command, answer->error};
        return answer->result;
    }
    return Error{Error::Code::Unreachable, command, "the collector does not answer"};
}

} // namespace weir::cli
