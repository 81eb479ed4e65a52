// SPDX-License-Identifier: GPL-3.0-or-later
// What comes over the socket and from INDEX/collector.json, in both directions: a message or an error, and a request
// that was understood is written so that it means the same.
#include "core/control/collectorinfo.h"
#include "core/control/message.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(data, data + size);
    (void)parseCollectorMessage(input);
    (void)CollectorInfo::fromJson(input);
    if (const auto status = Status::fromJson(input)) {
        if (!Status::fromJson(status->toJson()))
            std::abort();
    }
    const auto request = ControlRequest::fromJson(input);
    if (!request)
        return 0;
    const auto again = ControlRequest::fromJson(request->toJson());
    if (!again || again->id != request->id || again->command != request->command)
        std::abort();
    return 0;
}
