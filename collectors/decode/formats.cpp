// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/formats.h"

#include "collectors/decode/binary/cborformat.h"
#include "collectors/decode/binary/messagepackformat.h"
#include "collectors/decode/binary/remotewriteformat.h"
#include "collectors/decode/json/cloudeventsbinary.h"
#include "collectors/decode/json/collectdformat.h"
#include "collectors/decode/json/jsondialects.h"
#include "collectors/decode/json/metricbeatformat.h"
#include "collectors/decode/json/telegrafformat.h"
#include "collectors/decode/json/vectormetricformat.h"
#include "collectors/decode/otlp/otlpformat.h"
#include "collectors/decode/otlp/otlpjsonformat.h"
#include "collectors/decode/schema/avrofileformat.h"
#include "collectors/decode/text/accessformat.h"
#include "collectors/decode/text/cefformat.h"
#include "collectors/decode/text/criformat.h"
#include "collectors/decode/text/envoyformat.h"
#include "collectors/decode/text/goformat.h"
#include "collectors/decode/text/graphiteformat.h"
#include "collectors/decode/text/influxformat.h"
#include "collectors/decode/text/javaformat.h"
#include "collectors/decode/text/klogformat.h"
#include "collectors/decode/text/leefformat.h"
#include "collectors/decode/text/logfmtformat.h"
#include "collectors/decode/text/nginxerrorformat.h"
#include "collectors/decode/text/postgresformat.h"
#include "collectors/decode/text/prometheusformat.h"
#include "collectors/decode/text/pythonformat.h"
#include "collectors/decode/text/statsdformat.h"
#include "collectors/decode/text/syslog5424format.h"
#include "collectors/decode/text/syslogformat.h"
#include "collectors/decode/textformat.h"
#include "collectors/decode/userformats.h"
#include "core/config/config.h"

namespace weir {

namespace {

using Formats = std::vector<std::unique_ptr<Format>>;

/// Lines of logs: those that travel in syslog's before it, and each before the ones whose shape is looser.
void addLogLines(Formats& formats, const SourceConfig& source)
{
    formats.push_back(std::make_unique<CefFormat>());
    formats.push_back(std::make_unique<LeefFormat>());
    formats.push_back(std::make_unique<Syslog5424Format>());
    formats.push_back(std::make_unique<CriFormat>());
    formats.push_back(std::make_unique<AccessFormat>());
    formats.push_back(std::make_unique<EnvoyFormat>());
    formats.push_back(std::make_unique<NginxErrorFormat>());
    formats.push_back(std::make_unique<PostgresFormat>());
    formats.push_back(std::make_unique<KlogFormat>());
    formats.push_back(std::make_unique<JavaFormat>());
    formats.push_back(std::make_unique<PythonFormat>());
    formats.push_back(std::make_unique<GoFormat>());
    formats.push_back(std::make_unique<SyslogFormat>(source.format == "syslog"));
}

/// Lines of metrics, and logfmt, which some of them look like.
void addMetricLines(Formats& formats, const SourceConfig& source)
{
    formats.push_back(std::make_unique<PrometheusFormat>(source.format == "prometheus"));
    formats.push_back(std::make_unique<InfluxFormat>(source.format == "influx"));
    formats.push_back(std::make_unique<StatsdFormat>());
    formats.push_back(std::make_unique<GraphiteFormat>());
    formats.push_back(std::make_unique<LogfmtFormat>(source.format == "logfmt"));
}

/// The user's own come first: whoever writes one wants it.
void addUserFormats(Formats& formats, const SourceConfig& source,
                    const std::shared_ptr<JsonReader>& reader)
{
    for (const UserFormat& format : source.userFormats)
        formats.push_back(makeUserFormat(format, source.format == format.name, reader));
}

void addJson(Formats& formats, const std::shared_ptr<JsonReader>& reader)
{
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
    const auto reader = std::make_shared<JsonReader>();
    addUserFormats(formats, source, reader);
    addOtlp(formats);
    addBinary(formats);
    addJson(formats, reader);
    addLogLines(formats, source);
    addMetricLines(formats, source);
    formats.push_back(std::make_unique<TextFormat>(source.format == "text"));
    return formats;
}

} // namespace weir
