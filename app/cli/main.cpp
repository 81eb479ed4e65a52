// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"
#include "app/shared/freedmemory.h"

int main(int argc, char** argv)
{
    weir::keepFreedMemory(64 << 20); // it ends soon
    return weir::cli::runCommandLine(argc, argv);
}
