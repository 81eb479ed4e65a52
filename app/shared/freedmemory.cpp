// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared/freedmemory.h"

#include <malloc.h>

namespace weir {

void keepFreedMemory([[maybe_unused]] int most)
{
#ifdef M_MMAP_THRESHOLD
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20); // the most there can be
    ::mallopt(M_TRIM_THRESHOLD, most);
#endif
}

} // namespace weir
