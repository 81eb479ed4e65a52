// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>

namespace weir {

/// Stands between two programs on loopback and forwards what they say, one connection at a time, until
/// it is told to cut it, to hold it, or to fall silent. A thread of its own.
class TcpProxy final
{
public:
    explicit TcpProxy(int targetPort)
        : m_target(targetPort)
        , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = loopback(0);
        bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
        listen(m_listener, 8);
        socklen_t size = sizeof address;
        getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~TcpProxy()
    {
        m_isEnding = true;
        m_thread.join();
        close(m_listener);
    }
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    std::string endpoint() const { return "tcp://127.0.0.1:" + std::to_string(m_port); }

    /// Ends the connection; a new one is accepted. What was on the way is lost.
    void cut() { m_cut = true; }
    /// Forwards nothing, as if the cable were out; both sides believe that they are connected.
    std::atomic<bool> isSilent = false;
    std::atomic<int> connections = 0;

private:
    static sockaddr_in loopback(int port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }
    static bool isReadable(int descriptor, int milliseconds)
    {
        pollfd item{descriptor, POLLIN, 0};
        return poll(&item, 1, milliseconds) > 0;
    }
    void serve()
    {
        while (!m_isEnding) {
            if (!isReadable(m_listener, 5))
                continue;
            const int client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in address = loopback(m_target);
            if (connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
                ++connections;
                forward(client, server);
            }
            close(client);
            close(server);
        }
    }
    void forward(int client, int server)
    {
        m_cut = false;
        while (!m_isEnding && !m_cut) {
            std::array<pollfd, 2> items{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
            if (isSilent) {
                poll(nullptr, 0, 1);
                continue;
            }
            if (poll(items.data(), items.size(), 5) <= 0)
                continue;
            if ((items[0].revents && !pass(client, server))
                || (items[1].revents && !pass(server, client)))
                return;
        }
    }
    bool pass(int from, int to)
    {
        const auto size = recv(from, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (size <= 0)
            return false;
        for (ssize_t done = 0; done < size && !m_cut && !m_isEnding;) {
            const auto sent = send(to, m_buffer.data() + done, static_cast<std::size_t>(size - done),
                                   MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0)
                done += sent;
            else if (errno != EAGAIN)
                return false;
            else
                poll(nullptr, 0, 1);
        }
        return true;
    }

    const int m_target;
    const int m_listener;
    int m_port = 0;
    std::atomic<bool> m_isEnding = false;
    std::atomic<bool> m_cut = false;
    std::array<char, 16384> m_buffer{};
    std::thread m_thread;
};

} // namespace weir
