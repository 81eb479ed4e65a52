// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/formats.h"

#include "collectors/decode/json/jsondialects.h"
#include "collectors/decode/textformat.h"
#include "core/config/config.h"

namespace weir {

namespace {

using Formats = std::vector<std::unique_ptr<Format>>;

void addJson(Formats& formats)
{
    const auto reader = std::make_shared<JsonReader>();
    formats.push_back(std::make_unique<JsonListFormat>(reader));
    for (const JsonDialect& dialect : jsonDialects())
        formats.push_back(std::make_unique<JsonFormat>(dialect, reader));
}

} // namespace

std::vector<std::unique_ptr<Format>> makeFormats(const SourceConfig& source)
{
    Formats formats;
    addJson(formats);
    formats.push_back(std::make_unique<TextFormat>(source.format == "text"));
    return formats;
}

} // namespace weir
