// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/processlimits.h"

#include "app/collector/crashnotes.h"

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <new>

namespace weir {

namespace {

// The address sanitizer's own memory is no end of it.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isWatchedBySanitizer = true;
#else
constexpr bool isWatchedBySanitizer = false;
#endif

[[noreturn]] void endWithoutMemory()
{
    // Nothing here may allocate.
    CrashNotes::blameThisThread();
    constexpr char words[] = "weir-collector: the memory limit is reached; ending\n";
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    _exit(exitOutOfMemory);
}

} // namespace

void protectProcess()
{
    umask(077);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

    // RLIMIT_DATA counts stacks by their reserved size, 8 MiB each by default.
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) == 0) {
        pthread_attr_setstacksize(&attributes, std::size_t{512} << 10);
        pthread_setattr_default_np(&attributes);
        pthread_attr_destroy(&attributes);
    }
}

void limitMemory(std::uint64_t bytes)
{
    std::set_new_handler(endWithoutMemory);
    if (isWatchedBySanitizer)
        return;
    rlimit limit{};
    getrlimit(RLIMIT_DATA, &limit);
    limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
    if (setrlimit(RLIMIT_DATA, &limit) != 0)
        std::perror("weir-collector: cannot limit its memory");
}

std::uint64_t residentBytes()
{
    std::ifstream file("/proc/self/statm");
    std::uint64_t pages = 0;
    std::uint64_t resident = 0;
    file >> pages >> resident;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

} // namespace weir
