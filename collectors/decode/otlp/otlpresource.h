// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/binary/wirereader.h"
#include "collectors/decode/otlp/otlpevents.h"

namespace weir {

/// What logs and metrics have in common: a request holds resources (1), a resource itself (1) and scopes (2), a
/// scope itself (1) and its items (2), all of them in any order. `item` reads one: it gives null, or why not.
/// Null when the bytes are exactly such a request.
template<typename Item>
const char* readOtlpRequest(std::string_view bytes, OtlpEvents& events, Item item);

/// Resource: attributes = 1.
const char* readOtlpResource(std::string_view message, OtlpEvents& events);
/// InstrumentationScope: name = 1, version = 2, attributes = 3.
const char* readOtlpScope(std::string_view message, OtlpEvents& events);

namespace otlp {

constexpr const char* malformed = "no OTLP: not the fields of a request";

/// Calls `take` with each message in `field`.
template<typename Take>
const char* forEach(std::string_view message, std::uint32_t field, Take take)
{
    WireReader in(message);
    while (in.next()) {
        if (in.field() != field)
            continue;
        if (!in.isBytes())
            return malformed;
        if (const char* reason = take(in.bytes()))
            return reason;
    }
    return in.isDone() ? nullptr : malformed;
}

} // namespace otlp

template<typename Item>
const char* readOtlpRequest(std::string_view bytes, OtlpEvents& events, Item item)
{
    return otlp::forEach(bytes, 1, [&](std::string_view resource) {
        events.beginResource();
        const char* reason = otlp::forEach(
            resource, 1, [&](std::string_view own) { return readOtlpResource(own, events); });
        if (reason)
            return reason;
        return otlp::forEach(resource, 2, [&](std::string_view scope) {
            events.beginScope();
            const char* wrong = otlp::forEach(
                scope, 1, [&](std::string_view own) { return readOtlpScope(own, events); });
            return wrong ? wrong : otlp::forEach(scope, 2, item);
        });
    });
}

} // namespace weir
