// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consolemain.h"
#include "app/shared/freedmemory.h"

int main(int argc, char** argv)
{
    weir::keepFreedMemory(4 << 20); // each of its threads that read has an arena
    return weir::consoleMain(argc, argv);
}
