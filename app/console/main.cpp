// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/consolemain.h"

int main(int argc, char** argv)
{
    return weir::consoleMain(argc, argv);
}
