// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/protobufwalk.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>

namespace weir {

namespace {

namespace pb = google::protobuf;

const char* putValue(const pb::Message& message, const pb::FieldDescriptor& field, int index,
                     ValueSink& sink);

const char* okOr(bool isDone, const ValueSink& sink)
{
    return isDone ? nullptr : sink.reason();
}

/// google.protobuf.Timestamp: seconds = 1, nanos = 2.
std::optional<TimePoint> timeOf(const pb::Message& message)
{
    const pb::Descriptor* type = message.GetDescriptor();
    if (type->full_name() != "google.protobuf.Timestamp")
        return std::nullopt;
    const pb::Reflection* reflection = message.GetReflection();
    const std::int64_t seconds = reflection->GetInt64(message, type->FindFieldByNumber(1));
    const std::int32_t nanoseconds = reflection->GetInt32(message, type->FindFieldByNumber(2));
    constexpr std::int64_t most = 9'000'000'000;
    if (seconds > most || seconds < -most || nanoseconds < 0 || nanoseconds > 999'999'999)
        return std::nullopt;
    return timePointOf(seconds * 1'000'000'000 + nanoseconds);
}

/// google.protobuf.StringValue and its like are their value.
const pb::FieldDescriptor* wrappedOf(const pb::Message& message)
{
    const pb::Descriptor* type = message.GetDescriptor();
    const bool isWrapper = type->file()->name() == "google/protobuf/wrappers.proto";
    return isWrapper ? type->FindFieldByNumber(1) : nullptr;
}

const char* putNested(const pb::Message& message, ValueSink& sink)
{
    if (const auto time = timeOf(message))
        return okOr(sink.time(*time), sink);
    if (const pb::FieldDescriptor* wrapped = wrappedOf(message))
        return putValue(message, *wrapped, -1, sink);
    return putMessage(message, sink);
}

const char* putEnum(const pb::Message& message, const pb::FieldDescriptor& field, int index,
                    ValueSink& sink)
{
    const pb::Reflection* reflection = message.GetReflection();
    const int number = index < 0 ? reflection->GetEnumValue(message, &field)
                                 : reflection->GetRepeatedEnumValue(message, &field, index);
    const pb::EnumValueDescriptor* value = field.enum_type()->FindValueByNumber(number);
    return okOr(value ? sink.string(value->name()) : sink.integer(number), sink);
}

const char* putString(const pb::Message& message, const pb::FieldDescriptor& field, int index,
                      ValueSink& sink)
{
    std::string room;
    const pb::Reflection* reflection = message.GetReflection();
    const std::string& text = index < 0
        ? reflection->GetStringReference(message, &field, &room)
        : reflection->GetRepeatedStringReference(message, &field, index, &room);
    return okOr(field.type() == pb::FieldDescriptor::TYPE_BYTES ? sink.bytes(text)
                                                                : sink.string(text),
                sink);
}

/// One value; `index` is -1 where the field is not repeated.
const char* putValue(const pb::Message& message, const pb::FieldDescriptor& field, int index,
                     ValueSink& sink)
{
    const pb::Reflection* r = message.GetReflection();
    const pb::FieldDescriptor* f = &field;
    const bool isOne = index < 0;
    switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
        return okOr(
            sink.integer(isOne ? r->GetInt32(message, f) : r->GetRepeatedInt32(message, f, index)),
            sink);
    case pb::FieldDescriptor::CPPTYPE_INT64:
        return okOr(
            sink.integer(isOne ? r->GetInt64(message, f) : r->GetRepeatedInt64(message, f, index)),
            sink);
    case pb::FieldDescriptor::CPPTYPE_UINT32:
        return okOr(sink.natural(isOne ? r->GetUInt32(message, f)
                                       : r->GetRepeatedUInt32(message, f, index)),
                    sink);
    case pb::FieldDescriptor::CPPTYPE_UINT64:
        return okOr(sink.natural(isOne ? r->GetUInt64(message, f)
                                       : r->GetRepeatedUInt64(message, f, index)),
                    sink);
    case pb::FieldDescriptor::CPPTYPE_DOUBLE:
        return okOr(
            sink.real(isOne ? r->GetDouble(message, f) : r->GetRepeatedDouble(message, f, index)),
            sink);
    case pb::FieldDescriptor::CPPTYPE_FLOAT:
        return okOr(sink.real(static_cast<double>(isOne ? r->GetFloat(message, f)
                                                        : r->GetRepeatedFloat(message, f, index))),
                    sink);
    case pb::FieldDescriptor::CPPTYPE_BOOL:
        return okOr(
            sink.boolean(isOne ? r->GetBool(message, f) : r->GetRepeatedBool(message, f, index)),
            sink);
    case pb::FieldDescriptor::CPPTYPE_ENUM:
        return putEnum(message, field, index, sink);
    case pb::FieldDescriptor::CPPTYPE_STRING:
        return putString(message, field, index, sink);
    default:
        return putNested(
            isOne ? r->GetMessage(message, f) : r->GetRepeatedMessage(message, f, index), sink);
    }
}

std::string keyOf(const pb::Message& entry)
{
    const pb::FieldDescriptor* key = entry.GetDescriptor()->map_key();
    const pb::Reflection* r = entry.GetReflection();
    switch (key->cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_STRING:
        return r->GetString(entry, key);
    case pb::FieldDescriptor::CPPTYPE_BOOL:
        return r->GetBool(entry, key) ? "true" : "false";
    case pb::FieldDescriptor::CPPTYPE_INT32:
        return std::to_string(r->GetInt32(entry, key));
    case pb::FieldDescriptor::CPPTYPE_INT64:
        return std::to_string(r->GetInt64(entry, key));
    case pb::FieldDescriptor::CPPTYPE_UINT32:
        return std::to_string(r->GetUInt32(entry, key));
    default:
        return std::to_string(r->GetUInt64(entry, key));
    }
}

const char* putMap(const pb::Message& message, const pb::FieldDescriptor& field, ValueSink& sink)
{
    if (!sink.beginMap())
        return sink.reason();
    const pb::Reflection* reflection = message.GetReflection();
    for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
        const pb::Message& entry = reflection->GetRepeatedMessage(message, &field, i);
        if (!sink.key(keyOf(entry)))
            return sink.reason();
        if (const char* reason = putValue(entry, *entry.GetDescriptor()->map_value(), -1, sink))
            return reason;
    }
    return okOr(sink.endMap(), sink);
}

const char* putList(const pb::Message& message, const pb::FieldDescriptor& field, ValueSink& sink)
{
    if (!sink.beginArray())
        return sink.reason();
    const int count = message.GetReflection()->FieldSize(message, &field);
    for (int i = 0; i < count; ++i) {
        if (const char* reason = putValue(message, field, i, sink))
            return reason;
    }
    return okOr(sink.endArray(), sink);
}

} // namespace

const char* putMessage(const pb::Message& message, ValueSink& sink)
{
    std::vector<const pb::FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    if (!sink.beginMap())
        return sink.reason();
    for (const pb::FieldDescriptor* field : fields) {
        if (!sink.key(field->name()))
            return sink.reason();
        const char* reason = nullptr;
        if (field->is_map())
            reason = putMap(message, *field, sink);
        else
            reason = field->is_repeated() ? putList(message, *field, sink)
                                          : putValue(message, *field, -1, sink);
        if (reason)
            return reason;
    }
    return okOr(sink.endMap(), sink);
}

} // namespace weir
