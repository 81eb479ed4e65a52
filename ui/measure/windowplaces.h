// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

class FrameStats;
class LogsPage;

/// Tells the statistics where the list's scroll bar (groove and handle) and the timeline are in the window,
/// for who drives it from outside. Thread: GUI.
void notePlaces(FrameStats& stats, LogsPage& page);

} // namespace weir
