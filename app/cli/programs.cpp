// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/programs.h"

#include "app/cli/commandline.h"
#include "core/config/paths.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace weir::cli {

namespace {

std::vector<char*> argumentsOf(const std::string& path, const std::vector<std::string>& arguments)
{
    std::vector<char*> pointers{const_cast<char*>(path.c_str())}; // NOLINT: execv's signature
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str())); // NOLINT
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

int become(const std::string& program, const std::vector<std::string>& arguments)
{
    const std::string path = (programFolder() / program).string();
    execv(path.c_str(), argumentsOf(path, arguments).data());
    complain(path + " cannot be started: " + std::strerror(errno));
    return exitFailed;
}

Result<pid_t> startChild(const std::string& program, const std::vector<std::string>& arguments,
                         int output)
{
    const std::string path = (programFolder() / program).string();
    const auto pointers = argumentsOf(path, arguments);
    if (access(path.c_str(), X_OK) != 0)
        return Error{Error::Code::NotFound, path, std::strerror(errno)};
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        return Error{Error::Code::Io, path, std::strerror(errno)};
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) // we died before the line above
            _exit(exitFailed);
        if (output >= 0)
            dup2(output, STDOUT_FILENO);
        execv(path.c_str(), pointers.data());
        _exit(127);
    }
    return child;
}

int waitForChild(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool hasEnded(pid_t child)
{
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) != 0
        || info.si_pid == child;
}

int stopChild(pid_t child)
{
    kill(child, SIGTERM);
    return waitForChild(child);
}

} // namespace weir::cli
