// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/processfigures.h"

#include "ui/models/clocks.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace weir {

MemoryFigures memoryFigures()
{
    MemoryFigures figures;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        std::istringstream words(line);
        std::string name;
        std::uint64_t kilobytes = 0;
        words >> name >> kilobytes;
        if (name == "VmRSS:")
            figures.residentBytes = kilobytes * 1024;
        else if (name == "VmHWM:")
            figures.peakBytes = kilobytes * 1024;
    }
    return figures;
}

std::int64_t processBeganAt()
{
    const std::int64_t now = nanosecondsBy(CLOCK_MONOTONIC);
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    const auto nameEnd = text.rfind(')'); // the name may hold anything
    if (nameEnd == std::string::npos)
        return now;
    std::istringstream words(text.substr(nameEnd + 1));
    constexpr int wordsBefore = 19; // state is field 3, the start is field 22
    std::string skipped;
    for (int i = 0; i < wordsBefore; ++i)
        words >> skipped;
    std::int64_t ticks = 0;
    if (!(words >> ticks))
        return now;
    const std::int64_t sinceBoot = ticks * (1'000'000'000 / sysconf(_SC_CLK_TCK));
    return now - (nanosecondsBy(CLOCK_BOOTTIME) - sinceBoot);
}

} // namespace weir
