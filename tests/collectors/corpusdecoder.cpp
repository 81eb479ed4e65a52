// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpusdecoder.h"

#include <simdjson.h>

#include <fstream>
#include <sstream>

namespace weir {

namespace {

using simdjson::dom::element;

const std::string schemas = WEIR_TEST_DATA "/formats/schemas/";

void addReferences(const element& all, const element& entry, SchemaText& schema)
{
    simdjson::dom::array references;
    if (entry["references"].get(references) != simdjson::SUCCESS)
        return;
    for (const element reference : references) {
        const std::string_view subject = reference["subject"];
        const auto version = std::to_string(std::int64_t(reference["version"]));
        const element referred = all["subjects"][subject][version];
        addReferences(all, referred, schema);
        schema.references.emplace_back(std::string_view(reference["name"]),
                                       std::string_view(referred["schema"]));
    }
}

} // namespace

SchemasInAFile::SchemasInAFile(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    m_json = text.str();
}

SchemaSource::Answer SchemasInAFile::find(std::uint32_t id)
{
    simdjson::dom::parser parser;
    const element all = parser.parse(m_json);
    element entry;
    if (all["ids"][std::to_string(id)].get(entry) != simdjson::SUCCESS)
        return {nullptr, true, "the schema registry has none of this number"};
    auto schema = std::make_shared<SchemaText>();
    schema->text = std::string_view(entry["schema"]);
    std::string_view kind;
    if (entry["schemaType"].get(kind) == simdjson::SUCCESS)
        schema->kind = kind == "JSON" ? SchemaText::Kind::Json : SchemaText::Kind::Protobuf;
    addReferences(all, entry, *schema);
    return {schema, false, {}};
}

Result<std::unique_ptr<Decoder>> corpusDecoder(const std::string& as)
{
    SourceConfig source;
    source.format = as;
    std::shared_ptr<SchemaSource> registry;
    if (as == "avro")
        source.schemas.avro = schemas + "reading.avsc";
    else if (as == "protobuf")
        source.schemas = {"", schemas + "reading.proto", "corpus.Reading"};
    else if (as == "confluent")
        registry = std::make_shared<SchemasInAFile>(schemas + "registry.json");
    return makeSourceDecoder(source, registry);
}

} // namespace weir
