// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/schema/sourcedecoder.h"

#include <filesystem>

namespace weir {

/// A registry in a file, tests/data/formats/schemas/registry.json, that answers at once.
class SchemasInAFile final : public SchemaSource
{
public:
    explicit SchemasInAFile(const std::filesystem::path& file);

    Answer find(std::uint32_t id) override;

private:
    std::string m_json;
};

/// The decoder that messages of the corpus are meant for: `as` is the source's format. Formats that need a schema have
/// those of tests/data/formats/schemas.
Result<std::unique_ptr<Decoder>> corpusDecoder(const std::string& as);

} // namespace weir
