// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/formats.h"

#include "collectors/decode/json/cloudeventsbinary.h"
#include "collectors/decode/json/collectdformat.h"
#include "collectors/decode/json/jsondialects.h"
#include "collectors/decode/json/metricbeatformat.h"
#include "collectors/decode/json/telegrafformat.h"
#include "collectors/decode/json/vectormetricformat.h"
#include "collectors/decode/textformat.h"
#include "core/config/config.h"

namespace weir {

namespace {

using Formats = std::vector<std::unique_ptr<Format>>;

void addJson(Formats& formats)
{
    const auto reader = std::make_shared<JsonReader>();
    const auto tree = std::make_shared<JsonTree>();
    formats.push_back(std::make_unique<CloudEventsBinary>(reader));
    formats.push_back(std::make_unique<CollectdFormat>(tree));
    formats.push_back(std::make_unique<TelegrafFormat>(tree));
    formats.push_back(std::make_unique<MetricbeatFormat>(tree));
    formats.push_back(std::make_unique<VectorMetricFormat>(tree));
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
