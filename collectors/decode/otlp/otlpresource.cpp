// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpresource.h"

#include "collectors/decode/otlp/otlpvalues.h"

namespace weir {

const char* readOtlpResource(std::string_view message, OtlpEvents& events)
{
    ValueSink& sink = events.beginResource();
    return otlp::forEach(
        message, 1, [&](std::string_view attribute) { return readOtlpAttribute(attribute, sink); });
}

const char* readOtlpScope(std::string_view message, OtlpEvents& events)
{
    ValueSink& sink = events.beginScope();
    std::string_view name;
    std::string_view version;
    WireReader in(message);
    while (in.next()) {
        if (in.field() > 3)
            continue;
        if (!in.isBytes())
            return otlp::malformed;
        if (in.field() == 1)
            name = in.bytes();
        else if (in.field() == 2)
            version = in.bytes();
        else if (const char* reason = readOtlpAttribute(in.bytes(), sink))
            return reason;
    }
    if (!in.isDone())
        return otlp::malformed;
    return events.setScope(name, version) ? nullptr : events.reason();
}

} // namespace weir
