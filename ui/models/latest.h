// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

/// Names a question, so that its answer can be told from one to an older question.
enum class Ticket : std::uint64_t {};

/// Lets only the answer to the newest question through.
/// Lives in the thread that asks; the worker merely carries the ticket back.
class Latest final
{
public:
    Ticket ask() { return Ticket{++m_newest}; }
    bool isCurrent(Ticket ticket) const { return ticket == Ticket{m_newest}; }

private:
    std::uint64_t m_newest = 0;
};

} // namespace weir
