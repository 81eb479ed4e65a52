// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/otlp/otlpevents.h"
#include "collectors/decode/otlp/otlpjsonvalues.h"

namespace weir::otlpjson {

constexpr const char* malformed = "no OTLP: not the members of a request";

/// What logs and metrics have in common: `request.resources[].scopes[].items[]`. `item` reads one of these: null, or
/// why not.
template<typename Item>
const char* readRequest(const Object& request, const char* resources, const char* scopes,
                        const char* items, OtlpEvents& events, Item item);

/// `resourceLogs`, if there are any.
const char* readLogs(const Object& request, OtlpEvents& events);

const char* readResource(const Object& resource, OtlpEvents& events);
const char* readScope(const Object& scope, OtlpEvents& events);

/// Calls `take` with each object of a list.
template<typename Take>
const char* forEach(const Object& object, const char* name, Take take)
{
    std::optional<Array> list;
    if (!read(object, name, list))
        return malformed;
    if (!list)
        return nullptr;
    for (const Element element : *list) {
        Object item;
        if (element.get(item) != simdjson::SUCCESS)
            return malformed;
        if (const char* reason = take(item))
            return reason;
    }
    return nullptr;
}

template<typename Item>
const char* readRequest(const Object& request, const char* resources, const char* scopes,
                        const char* items, OtlpEvents& events, Item item)
{
    return forEach(request, resources, [&](const Object& resource) {
        if (const char* reason = readResource(resource, events))
            return reason;
        return forEach(resource, scopes, [&](const Object& scope) {
            const char* const reason = readScope(scope, events);
            return reason ? reason : forEach(scope, items, item);
        });
    });
}

} // namespace weir::otlpjson
