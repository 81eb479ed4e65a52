// SPDX-License-Identifier: GPL-3.0-or-later
// A source as a person writes it on the command line: a source that has a name, or a sentence.
#include "core/config/config.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto parsed = parseSourceUrl(std::string(data, data + size), timePointOf(1));
    const auto* problem = std::get_if<ConfigProblem>(&parsed);
    const bool isFine =
        problem ? !problem->message.empty() : !std::get<SourceConfig>(parsed).name.empty();
    if (!isFine)
        std::abort();
    return 0;
}
