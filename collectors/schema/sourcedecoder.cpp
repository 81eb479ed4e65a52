// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/sourcedecoder.h"

#include "collectors/schema/confluentformat.h"
#include "collectors/schema/localformat.h"
#include "collectors/schema/registryclient.h"
#include "collectors/schema/schemacompiler.h"

namespace weir {

Result<std::unique_ptr<Decoder>> makeSourceDecoder(const SourceConfig& source,
                                                   const KeyringReader& keyring)
{
    if (!source.registry)
        return makeSourceDecoder(source, std::shared_ptr<SchemaSource>());
    auto client = RegistryClient::make(*source.registry, keyring);
    if (!client)
        return client.error();
    return makeSourceDecoder(source, std::shared_ptr<SchemaSource>(std::move(*client)));
}

Result<std::unique_ptr<Decoder>> makeSourceDecoder(const SourceConfig& source,
                                                   std::shared_ptr<SchemaSource> registry)
{
    std::vector<std::unique_ptr<Format>> formats;
    if (registry)
        formats.push_back(std::make_unique<ConfluentFormat>(std::move(registry)));
    if (!source.schemas.avro.empty()) {
        auto decoder = loadAvro(source.schemas);
        if (!decoder)
            return decoder.error();
        formats.push_back(std::make_unique<LocalFormat>("avro", std::move(*decoder)));
    }
    if (!source.schemas.protobuf.empty()) {
        auto decoder = loadProtobuf(source.schemas, source.format == "auto");
        if (!decoder)
            return decoder.error();
        formats.push_back(std::make_unique<LocalFormat>("protobuf", std::move(*decoder)));
    }
    return makeDecoder(source, std::move(formats));
}

} // namespace weir
