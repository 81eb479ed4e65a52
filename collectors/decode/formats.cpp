// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/formats.h"

#include "collectors/decode/binary/cborformat.h"
#include "collectors/decode/binary/messagepackformat.h"
#include "collectors/decode/binary/remotewriteformat.h"
#include "collectors/decode/jsondialects.h"
#include "collectors/decode/otlp/otlpformat.h"
#include "collectors/decode/otlp/otlpjsonformat.h"
#include "collectors/decode/schema/avrofileformat.h"
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

void addOtlp(Formats& formats)
{
    const auto events = std::make_shared<OtlpEvents>();
    formats.push_back(std::make_unique<OtlpJsonFormat>(events));
    formats.push_back(std::make_unique<OtlpLogsFormat>(events));
    formats.push_back(std::make_unique<OtlpMetricsFormat>(events));
}

void addBinary(Formats& formats)
{
    formats.push_back(std::make_unique<AvroFileFormat>());
    formats.push_back(std::make_unique<RemoteWriteFormat>());
    formats.push_back(std::make_unique<MessagePackFormat>());
    formats.push_back(std::make_unique<CborFormat>());
}

} // namespace

std::vector<std::unique_ptr<Format>> makeFormats(const SourceConfig& source)
{
    Formats formats;
    addOtlp(formats);
    addBinary(formats);
    addJson(formats);
    formats.push_back(std::make_unique<TextFormat>(source.format == "text"));
    return formats;
}

} // namespace weir
