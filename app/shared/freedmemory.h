// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

/// Keeps what is freed for whoever asks next, up to so many bytes at the end of each of the allocator's
/// arenas. A scan takes and gives back some hundred kilobytes for each block; given back to the system
/// each time, they are new pages the next time, which takes a third of the whole.
///
/// To be called before the first thread starts. Does nothing where the C library has no such setting.
void keepFreedMemory(int most);

} // namespace weir
