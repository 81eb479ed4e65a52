// SPDX-License-Identifier: GPL-3.0-or-later
// A message is decoded by every format and by the detection, whatever it is: one event comes out, in a batch that is
// consistent, with the payload as it came. The input's messages are separated by bytes 0xff, so that a decoder that
// remembers meets another one after the first.
#include "collectors/decode/decoder.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// The fuzzer and the driver count an abort as a finding.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

void decode(Decoder& decoder, EventBatchBuilder& builder, std::string_view payload)
{
    builder.beginEvent({builder.streamIndex({}), 0, timePointOf(1)});
    decoder.decode({payload, std::nullopt}, builder);
}

void decodeAll(const char* format, std::string_view messages)
{
    const auto decoder = makeDecoder(format);
    require(static_cast<bool>(decoder));
    EventBatchBuilder builder("fuzz", SourceKind::File, {});
    while (!messages.empty()) {
        const auto end = messages.find('\xff');
        decode(**decoder, builder, messages.substr(0, end));
        messages.remove_prefix(end == std::string_view::npos ? messages.size() : end + 1);
    }
    const std::size_t events = builder.size();
    const EventBatchPtr batch = builder.publish();
    require(events == 0 || batch->columns().times.size() == events);
    for (std::size_t row = 0; row < events; ++row) {
        // Every view that is handed out lies in the batch: the sanitizer reads all of it.
        std::size_t sum = 0;
        for (const char c : batch->payload(row))
            sum += static_cast<unsigned char>(c);
        for (const char c : batch->body(row))
            sum += static_cast<unsigned char>(c);
        require(sum + 1 > 0);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(data, data + size);
    for (const char* format : {"auto", "json", "text"})
        decodeAll(format, input);
    return 0;
}
