// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <malloc.h>

namespace {

/// A scan takes and gives back some hundred kilobytes for each block. Given back to the system each
/// time, they are new pages the next time, which took a third of the whole.
void keepFreedMemory()
{
#ifdef M_MMAP_THRESHOLD
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20); // the most there can be
    ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

} // namespace

int main(int argc, char** argv)
{
    keepFreedMemory();
    return weir::cli::runCommandLine(argc, argv);
}
