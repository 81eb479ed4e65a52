// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/schemacompiler.h"

#include "collectors/schema/avrodecoder.h"
#include "collectors/schema/jsondecoder.h"
#include "collectors/schema/protobufdecoder.h"

#include <fstream>
#include <sstream>

namespace weir {

namespace {

using Decoder = std::unique_ptr<SchemaDecoder>;

Result<Decoder> compileAvro(std::string_view json,
                            const std::vector<std::pair<std::string, std::string>>& references)
{
    auto schema = AvroSchema::parse(json, references);
    if (!schema)
        return schema.error();
    return Decoder(std::make_unique<AvroDecoder>(std::move(*schema)));
}

} // namespace

Result<Decoder> compileSchema(const SchemaText& schema)
{
    if (schema.kind == SchemaText::Kind::Avro)
        return compileAvro(schema.text, schema.references);
    if (schema.kind == SchemaText::Kind::Json)
        return Decoder(std::make_unique<JsonDecoder>());
    auto protobuf = ProtobufSchema::ofText(schema.text, schema.references);
    if (!protobuf)
        return protobuf.error();
    return Decoder(
        std::make_unique<ProtobufDecoder>(std::move(*protobuf), ProtobufDecoder::Framing::Indexed));
}

Result<Decoder> loadAvro(const SchemaFiles& files)
{
    std::ifstream file(files.avro, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
        return Error{Error::Code::NotFound, files.avro, "the Avro schema cannot be read"};
    return compileAvro(text.str(), {});
}

Result<Decoder> loadProtobuf(const SchemaFiles& files, bool isStrict)
{
    auto schema = ProtobufSchema::ofFile(files.protobuf);
    if (!schema)
        return schema.error();
    const auto* type = (*schema)->find(files.protobufMessage);
    if (!type)
        return Error{Error::Code::NotFound, files.protobuf,
                     "has no message '" + files.protobufMessage + "'"};
    return Decoder(std::make_unique<ProtobufDecoder>(
        std::move(*schema),
        isStrict ? ProtobufDecoder::Framing::BareStrict : ProtobufDecoder::Framing::Bare, type));
}

} // namespace weir
