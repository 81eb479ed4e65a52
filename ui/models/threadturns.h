// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// Who goes first where the window's threads want more processors than there are. All of these are
/// about the calling thread alone; refused by the system, it is no worse than before.

/// Scans whose first rows somebody waits for: after the GUI thread, before everybody below.
constexpr int nicenessOfRows = 2;
/// Scans that count what nobody waits for to go on: facets, statistics, matches of a search.
constexpr int nicenessOfCounts = 5;

/// The GUI thread: its turns are short, so it is let in as soon as it has something to do. Threads and
/// processes that it starts are as usual.
void takeShortTurns();

/// For good: later than other threads by so much, 0..19. Threads that it starts are the same.
void runBehind(int niceness);

} // namespace weir
