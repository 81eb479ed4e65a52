// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpvalues.h"

#include "collectors/decode/binary/wirereader.h"

namespace weir {

namespace {

constexpr const char* notAValue = "no OTLP: not an attribute value";

const char* okOr(bool isDone, const ValueSink& sink)
{
    return isDone ? nullptr : sink.reason();
}

/// ArrayValue: values = 1. The sink counts the depth, so this ends.
const char* readArray(std::string_view message, ValueSink& sink)
{
    if (!sink.beginArray())
        return sink.reason();
    WireReader in(message);
    while (in.next()) {
        if (in.field() != 1)
            continue;
        if (!in.isBytes())
            return notAValue;
        if (const char* reason = readOtlpValue(in.bytes(), sink))
            return reason;
    }
    return in.isDone() ? okOr(sink.endArray(), sink) : notAValue;
}

/// KeyValueList: values = 1.
const char* readList(std::string_view message, ValueSink& sink)
{
    if (!sink.beginMap())
        return sink.reason();
    WireReader in(message);
    while (in.next()) {
        if (in.field() != 1)
            continue;
        if (!in.isBytes())
            return notAValue;
        if (const char* reason = readOtlpAttribute(in.bytes(), sink))
            return reason;
    }
    return in.isDone() ? okOr(sink.endMap(), sink) : notAValue;
}

/// The kind must fit the field, as elsewhere in a strict reader.
const char* readOne(const WireReader& in, ValueSink& sink)
{
    switch (in.field()) {
    case 1:
        return in.isBytes() ? okOr(sink.string(in.bytes()), sink) : notAValue;
    case 2:
        return in.isVarint() ? okOr(sink.boolean(in.number() != 0), sink) : notAValue;
    case 3:
        return in.isVarint() ? okOr(sink.integer(in.signedNumber()), sink) : notAValue;
    case 4:
        return in.isFixed64() ? okOr(sink.real(in.real()), sink) : notAValue;
    case 5:
        return in.isBytes() ? readArray(in.bytes(), sink) : notAValue;
    case 6:
        return in.isBytes() ? readList(in.bytes(), sink) : notAValue;
    case 7:
        return in.isBytes() ? okOr(sink.bytes(in.bytes()), sink) : notAValue;
    default:
        return notAValue;
    }
}

} // namespace

const char* readOtlpValue(std::string_view message, ValueSink& sink)
{
    WireReader in(message);
    if (!in.next())
        return message.empty() ? okOr(sink.null(), sink) : notAValue;
    if (const char* reason = readOne(in, sink))
        return reason;
    // A oneof: a second one would be written by nobody.
    return !in.next() && in.isDone() ? nullptr : notAValue;
}

const char* readOtlpAttribute(std::string_view message, ValueSink& sink)
{
    WireReader in(message);
    std::string_view key;
    std::string_view value;
    while (in.next()) {
        if (in.field() > 2)
            continue;
        if (!in.isBytes())
            return notAValue;
        (in.field() == 1 ? key : value) = in.bytes();
    }
    if (!in.isDone())
        return notAValue;
    return sink.key(key) ? readOtlpValue(value, sink) : sink.reason();
}

} // namespace weir
