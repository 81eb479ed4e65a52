// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"

#include <QDebug>
#include <QString>

namespace weir {

/// When the messages of these tests arrive.
inline TimePoint arrival()
{
    return *parseTime("2026-11-23T12:04:51Z");
}

/// A batch of one event: a message decoded with a format.
inline EventBatchPtr decoded(std::string_view payload, const std::string& format = "auto",
                             std::optional<TimePoint> wireTime = {})
{
    const auto decoder = makeDecoder(format);
    EventBatchBuilder builder("test", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({}), 0, arrival()});
    (*decoder)->decode({payload, wireTime}, builder);
    return builder.publish();
}

/// Everything a decoder found, as text a reader can see through:
/// `error 2026-11-23T12:04:51.5Z "card declined" trace=4bf9 | user=4711:int service.name=pay`.
inline QString summary(const EventBatch& batch, std::size_t row = 0)
{
    const auto text = [](std::string_view bytes) {
        return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    };
    constexpr std::array types{"", ":int", ":double", ":bool", ":bytes"};
    const EventColumns& columns = batch.columns();
    QString out;
    if (batch.kind(row) == EventKind::Undecodable)
        return QStringLiteral("undecodable: ") + text(batch.body(row));
    if (batch.severity(row) != Severity::Unset)
        out += text(nameOf(classOf(batch.severity(row)))) + QLatin1Char(' ');
    if (columns.timeFromReceived[row] == 0)
        out += text(formatTime(batch.time(row), 3)) + QLatin1Char(' ');
    if (const auto metric = batch.metricIndex(row)) {
        constexpr std::array kinds{"unknown", "gauge", "counter"};
        const MetricColumns& metrics = columns.metrics;
        out += QStringLiteral("metric %1=%2%3 %4 ")
                   .arg(text(batch.text(metrics.names[*metric])))
                   .arg(metrics.values[*metric])
                   .arg(text(batch.text(metrics.units[*metric])),
                        QLatin1String(kinds.at(static_cast<std::size_t>(metrics.types[*metric]))));
    } else {
        out += QLatin1Char('"') + text(batch.body(row)) + QStringLiteral("\" ");
    }
    if (!batch.traceId(row).empty())
        out += QStringLiteral("trace=") + text(batch.traceId(row)) + QLatin1Char(' ');
    if (!batch.spanId(row).empty())
        out += QStringLiteral("span=") + text(batch.spanId(row)) + QLatin1Char(' ');
    out += QLatin1Char('|');
    for (std::size_t column = 0; column < columns.fields.size(); ++column) {
        const auto value = batch.field(column, row);
        if (value)
            out += QLatin1Char(' ') + text(columns.fields[column].name) + QLatin1Char('=')
                + text(value->text)
                + QLatin1String(types.at(static_cast<std::size_t>(value->type)));
    }
    return out;
}

} // namespace weir
