// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/supervisor.h"

#include "app/collector/say.h"
#include "app/process/backoff.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

sigset_t heardSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD})
        sigaddset(&set, signal);
    return set;
}

bool asksToEnd(int signal)
{
    return signal == SIGTERM || signal == SIGINT;
}

class Supervisor final
{
public:
    Supervisor(CrashNotes& notes, const sigset_t& heard)
        : m_notes(notes)
        , m_heard(heard)
    {
    }

    /// 0 in the child; -1 when there is none.
    pid_t startChild(const sigset_t& usual);
    /// Passes signals on until the child has ended; its status.
    int waitForEnd();
    /// False when asked to end meanwhile.
    bool pause(std::chrono::milliseconds length) const;
    bool wasAskedToEnd() const { return m_wasAskedToEnd; }

private:
    CrashNotes& m_notes;
    const sigset_t m_heard;
    pid_t m_child = -1;
    bool m_wasAskedToEnd = false;
};

pid_t Supervisor::startChild(const sigset_t& usual)
{
    const pid_t parent = getpid();
    m_child = fork();
    if (m_child != 0)
        return m_child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) // it died before the line above
        _exit(1);
    sigprocmask(SIG_SETMASK, &usual, nullptr);
    return 0;
}

int Supervisor::waitForEnd()
{
    for (;;) {
        int status = 0;
        if (waitpid(m_child, &status, WNOHANG) == m_child)
            return status;
        const int signal = sigwaitinfo(&m_heard, nullptr);
        if (signal <= 0 || signal == SIGCHLD)
            continue;
        m_wasAskedToEnd = m_wasAskedToEnd || asksToEnd(signal);
        kill(m_child, signal);
    }
}

bool Supervisor::pause(std::chrono::milliseconds length) const
{
    const auto end = Clock::now() + length;
    for (auto left = length; left.count() > 0;
         left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now())) {
        const timespec time{left.count() / 1000, left.count() % 1000 * 1'000'000};
        if (asksToEnd(sigtimedwait(&m_heard, nullptr, &time)))
            return false;
    }
    return true;
}

/// Ends as the child has.
int endLike(int status)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    const int number = WTERMSIG(status);
    std::signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, nullptr);
    raise(number);
    return 128 + number;
}

Death deathOf(int status)
{
    return {.isKnown = true,
            .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
            .code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
            .thread = 0};
}

/// Rather than been asked to end.
bool hasCrashed(const Death& death)
{
    return death.signal != 0 ? !asksToEnd(death.signal) && death.signal != SIGHUP
                             : death.code == exitOutOfMemory;
}

std::string sentenceFor(const Death& death, std::chrono::milliseconds pause)
{
    const std::string how = death.signal != 0
        ? fmt::format("the collector was ended by signal {} ({})", death.signal,
                      strsignal(death.signal))
        : std::string("the collector has reached its memory limit");
    return pause.count() == 0 ? how + "; starting it again"
                              : fmt::format("{}; starting it again in {} s", how,
                                            pause.count() / 1000);
}

} // namespace

int supervise(const std::function<int(CrashNotes*)>& collect)
{
    const auto notes = CrashNotes::make();
    if (!notes)
        return collect(nullptr);
    std::signal(SIGCHLD, SIG_DFL); // who starts us may have had it ignored
    const sigset_t heard = heardSignals();
    sigset_t usual;
    sigprocmask(SIG_BLOCK, &heard, &usual);
    Supervisor supervisor(*notes, heard);
    for (Backoff backoff;;) {
        const auto began = Clock::now();
        const pid_t child = supervisor.startChild(usual);
        if (child < 0) {
            say(fmt::format("nothing will start this collector again should it crash: {}",
                            std::strerror(errno)));
            sigprocmask(SIG_SETMASK, &usual, nullptr);
        }
        if (child <= 0)
            return collect(notes.get());
        const int status = supervisor.waitForEnd();
        const Death death = deathOf(status);
        if (!hasCrashed(death) || supervisor.wasAskedToEnd())
            return endLike(status);
        notes->setDeath(death.signal, death.code);
        const auto pause = backoff.next(Clock::now() - began);
        say(sentenceFor(death, pause));
        if (!supervisor.pause(pause))
            return 0;
    }
}

} // namespace weir
