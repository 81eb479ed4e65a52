// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/collectormain.h"
#include "app/collector/demopublish.h"
#include "app/collector/probefetch.h"
#include "app/collector/source/sourcemain.h"

#include <string_view>

int main(int argc, char** argv)
{
    if (argc > 1 && argv[1] == std::string_view("demo-publish"))
        return weir::demoPublishMain(argc - 1, argv + 1);
    if (argc > 1 && argv[1] == std::string_view("probe-fetch"))
        return weir::probeFetchMain(argc - 1, argv + 1);
    if (argc > 1 && argv[1] == std::string_view("source"))
        return weir::sourceMain(argc - 1, argv + 1);
    return weir::collectorMain(argc, argv);
}
