// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process/unixsignals.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace weir {

namespace {

// A handler may do next to nothing, so it writes the signal's number into a pipe.
std::array<int, 2> pipeEnds{-1, -1};

void handle(int signal)
{
    const int before = errno;
    const char number = static_cast<char>(signal);
    (void)!write(pipeEnds[1], &number, 1);
    errno = before;
}

void install(int signal)
{
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

} // namespace

UnixSignals::UnixSignals(QObject* parent)
    : QObject(parent)
{
    (void)!pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK);
    m_notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::read);
    install(SIGTERM);
    install(SIGINT);
    install(SIGHUP);
    std::signal(SIGPIPE, SIG_IGN);
}

UnixSignals::~UnixSignals()
{
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        std::signal(signal, SIG_DFL);
    for (int& end : pipeEnds)
        close(std::exchange(end, -1));
}

void UnixSignals::read()
{
    std::array<char, 64> numbers;
    const ssize_t count = ::read(pipeEnds[0], numbers.data(), numbers.size());
    bool terminates = false;
    bool hangsUp = false;
    for (ssize_t i = 0; i < count; ++i) {
        const char number = numbers[static_cast<std::size_t>(i)];
        (number == SIGHUP ? hangsUp : terminates) = true;
    }
    if (terminates)
        emit terminated();
    else if (hangsUp)
        emit hungUp();
}

} // namespace weir
