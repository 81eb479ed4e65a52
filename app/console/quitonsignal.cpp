// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/quitonsignal.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

namespace weir {

namespace {

// A handler may do next to nothing. Blocking the signals and a signalfd would be simpler, but the
// collector that is started from here would inherit the blocked signals.
std::array<int, 2> pipeEnds{-1, -1};

void handle(int signal)
{
    const int before = errno;
    std::signal(signal, SIG_DFL); // a second one means it
    (void)!write(pipeEnds[1], "", 1);
    errno = before;
}

} // namespace

QuitOnSignal::QuitOnSignal(QObject* parent)
    : QObject(parent)
{
    if (pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto* notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [notifier] {
        notifier->setEnabled(false);
        QCoreApplication::quit();
    });
    std::signal(SIGTERM, handle);
    std::signal(SIGINT, handle);
}

QuitOnSignal::~QuitOnSignal()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    for (int& end : pipeEnds)
        close(std::exchange(end, -1));
}

} // namespace weir
