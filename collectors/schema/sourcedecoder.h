// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"
#include "collectors/schema/schemasource.h"

namespace weir {

/// As makeDecoder(), with the formats that need a schema: those of the registry and of the schema files of the
/// source. InvalidInput or NotFound, with a sentence, where a file cannot be read or a secret is missing.
/// `keyring`: for secrets that are kept there.
Result<std::unique_ptr<Decoder>> makeSourceDecoder(const SourceConfig& source,
                                                   const KeyringReader& keyring = {});

/// The same with somebody else in place of the registry; null: none.
Result<std::unique_ptr<Decoder>> makeSourceDecoder(const SourceConfig& source,
                                                   std::shared_ptr<SchemaSource> registry);

} // namespace weir
