// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/binary/cborformat.h"

#include "collectors/decode/binary/cborreader.h"

namespace weir {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view selfDescribed = "\xD9\xD9\xF7"sv;

} // namespace

const char* CborFormat::refuse(const Content& content) const
{
    std::string_view bytes = content.bytes;
    if (bytes.starts_with(selfDescribed))
        bytes.remove_prefix(selfDescribed.size());
    const bool isMap = !bytes.empty() && (static_cast<unsigned char>(bytes.front()) >> 5U) == 5U;
    return isMap ? nullptr : "no CBOR: does not begin with a map";
}

const char* CborFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    std::string_view rest = content.bytes;
    while (!rest.empty()) {
        // One byte that says nothing: too little to tell this format from noise.
        if (rest.front() == '\xA0')
            return "CBOR, but an empty map";
        std::string_view after;
        const char* const reason =
            m_sink.write(records, content, builder, content.message.wireTime, [&](ValueSink& sink) {
                CborReader reader(rest);
                const char* const wrong = reader.readMap(sink);
                after = reader.rest();
                return wrong;
            });
        if (reason)
            return reason;
        rest = after;
    }
    return nullptr;
}

} // namespace weir
