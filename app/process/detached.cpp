// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process/detached.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace weir {

namespace {

/// Between fork and exec: nothing here may allocate.
void dropWhatIsOurs()
{
    for (const auto kind : {RLIMIT_DATA, RLIMIT_CORE}) {
        rlimit limit{};
        if (getrlimit(kind, &limit) != 0)
            continue;
        limit.rlim_cur = limit.rlim_max;
        setrlimit(kind, &limit);
    }
    std::signal(SIGPIPE, SIG_DFL);
    close_range(STDERR_FILENO + 1, ~0U, 0);
}

} // namespace

bool startDetached(const std::string& program, const std::vector<std::string>& arguments)
{
    if (access(program.c_str(), X_OK) != 0)
        return false;
    std::vector<char*> pointers{const_cast<char*>(program.c_str())}; // NOLINT: execv's signature
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str())); // NOLINT
    pointers.push_back(nullptr);
    const pid_t between = fork();
    if (between == 0) {
        setsid();
        // Once more, so that it is nobody's child whose end would have to be waited for.
        if (fork() == 0) {
            dropWhatIsOurs();
            execv(program.c_str(), pointers.data());
        }
        _exit(0);
    }
    while (between > 0 && waitpid(between, nullptr, 0) < 0 && errno == EINTR) { }
    return between > 0;
}

} // namespace weir
