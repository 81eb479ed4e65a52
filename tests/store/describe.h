// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <map>
#include <sstream>
#include <string>

namespace weir::test {

/// Everything that can be asked of an event, as a text: equal for equal events only. Where its bytes
/// lie in an arena is no part of it.
inline std::string described(const StoredBatch& stored, std::size_t row)
{
    const EventBatch& batch = *stored.batch;
    const EventColumns& c = batch.columns();
    std::ostringstream out;
    const auto add = [&out](std::string_view text) {
        out << text.size() << ':' << text << ' ';
    };
    out << number(stored.seq(row)) << ' ' << nanosecondsOf(batch.time(row)) << ' '
        << nanosecondsOf(stored.received(row)) << ' ' << static_cast<int>(batch.severity(row))
        << ' ' << static_cast<int>(batch.kind(row)) << ' ' << int{c.timeFromReceived[row]} << ' '
        << c.offsets[row] << ' ';
    for (const auto text : {std::string_view(batch.source()), batch.payload(row), batch.body(row),
                            batch.traceId(row), batch.spanId(row), batch.key(row),
                            batch.text(c.headers[row])})
        add(text);
    const Stream& stream = batch.stream(row);
    add(stream.key());
    add(stream.name);
    if (const auto record = batch.record(row))
        out << "record " << *record << ' ';
    if (const auto metric = batch.metricIndex(row)) {
        add(batch.text(c.metrics.names[*metric]));
        out << std::bit_cast<std::int64_t>(c.metrics.values[*metric]) << ' ';
        add(batch.text(c.metrics.units[*metric]));
        out << static_cast<int>(c.metrics.types[*metric]) << ' ';
    }
    std::multimap<std::string, std::string> fields;
    for (std::size_t column = 0; column < c.fields.size(); ++column) {
        if (const auto value = batch.field(column, row))
            fields.emplace(c.fields[column].name,
                           std::to_string(static_cast<int>(value->type)) + ' '
                               + std::string(value->text) + ' ' + std::to_string(value->bits));
    }
    for (const auto& [name, value] : fields) {
        add(name);
        add(value);
    }
    return out.str();
}

} // namespace weir::test
