// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/decoder.h"
#include "core/config/formatnames.h"

#include <cstdint>
#include <cstdlib>

using namespace weir;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// By `auto`, and by every format alone: detection asks only some.
void decodeWith(Decoder& decoder, const std::string& payload)
{
    EventBatchBuilder builder("fuzz", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, timePointOf(1'795'435'491'000'000'000)});
    decoder.decode({payload, {}}, builder);
    const auto batch = builder.publish();
    require(isConsistent(batch->columns()));
    require(batch->payload(0) == payload);
}

std::vector<std::unique_ptr<Decoder>> allDecoders()
{
    std::vector<std::unique_ptr<Decoder>> decoders;
    decoders.push_back(std::move(*makeDecoder("auto")));
    for (const FormatName& format : formatNames()) {
        // Those that need a schema are not built in.
        if (auto decoder = makeDecoder(std::string(format.name)))
            decoders.push_back(std::move(*decoder));
    }
    return decoders;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto decoders = allDecoders();
    const std::string payload(data, data + size);
    for (const auto& decoder : decoders)
        decodeWith(*decoder, payload);
    return 0;
}
