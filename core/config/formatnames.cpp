// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/formatnames.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::array names{
    FormatName{"otlp", {}, true},
    FormatName{"otlp-metrics", "otlp", true},
    FormatName{"otlp-json", "otlp"},
    FormatName{"remote-write", {}, true},
    FormatName{"msgpack", {}, true},
    FormatName{"cbor", {}, true},
    FormatName{"avro-file", "avro", true},
    FormatName{"avro", {}, true}, // by a schema in a file, as protobuf
    FormatName{"protobuf", {}, true},
    FormatName{"confluent", {}, true},
    FormatName{"json"},
    FormatName{"json-list", "json"},
    FormatName{"debezium", "json"},
    FormatName{"connect-json", "json"},
    FormatName{"cloudevents", "json"},
    FormatName{"gelf", "json"},
    FormatName{"clef", "json"},
    FormatName{"log4j2", "json"},
    FormatName{"gcp", "json"},
    FormatName{"journald", "json"},
    FormatName{"syslog-ng", "json"},
    FormatName{"bunyan", "json"},
    FormatName{"pino", "json"},
    FormatName{"docker", "json"},
    FormatName{"mongodb", "json"},
    FormatName{"dotnet", "json"},
    FormatName{"vector", "json"},
    FormatName{"vector-metric", "json"},
    FormatName{"metricbeat", "json"},
    FormatName{"telegraf", "json"},
    FormatName{"collectd", "json"},
    FormatName{"cloudevents-binary", "json"},
    FormatName{"syslog"},
    FormatName{"syslog-5424", "syslog"},
    FormatName{"cef"},
    FormatName{"leef"},
    FormatName{"cri"},
    FormatName{"access"},
    FormatName{"envoy"},
    FormatName{"nginx-error"},
    FormatName{"postgres"},
    FormatName{"klog"},
    FormatName{"java"},
    FormatName{"python"},
    FormatName{"go"},
    FormatName{"prometheus"},
    FormatName{"influx"},
    FormatName{"statsd"},
    FormatName{"graphite"},
    FormatName{"logfmt"},
    FormatName{"text"},
};

} // namespace

std::span<const FormatName> formatNames()
{
    return names;
}

bool isBinaryFormat(std::string_view format)
{
    const auto known = std::ranges::find(names, format, &FormatName::name);
    return known != names.end() && known->isBinary;
}

bool isOfFamily(std::string_view format, std::string_view wanted)
{
    if (format == wanted)
        return true;
    const auto known = std::ranges::find(names, format, &FormatName::name);
    return known != names.end() && !known->family.empty() && known->family == wanted;
}

} // namespace weir
