// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/measure/schedulerfigures.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

namespace weir {

SchedulerFigures::SchedulerFigures()
    : m_file(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC))
{
}

SchedulerFigures::~SchedulerFigures()
{
    if (m_file >= 0)
        close(m_file);
}

std::int64_t SchedulerFigures::queued() const
{
    std::array<char, 96> text{}; // "RAN WAITED TIMES"
    const ssize_t size = m_file < 0 ? 0 : pread(m_file, text.data(), text.size(), 0);
    if (size <= 0)
        return 0;
    const std::string_view figures(text.data(), static_cast<std::size_t>(size));
    const auto space = figures.find(' ');
    std::int64_t queued = 0;
    if (space != std::string_view::npos)
        std::from_chars(text.data() + space + 1, text.data() + size, queued);
    return queued;
}

} // namespace weir
