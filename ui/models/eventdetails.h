// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace weir {

/// Everything about one event, ready to be shown: a value that holds no batch.
struct EventDetails
{
    struct Entry
    {
        QString name; ///< safe to paint
        QString value; ///< safe to paint, whole up to 16 Ki characters
        std::string field; ///< canonical field name for a query; empty: cannot be asked for
        std::string text; ///< the value as written
        bool isText = true; ///< false: number or boolean
    };

    EventKey key;
    SeverityClass severity = SeverityClass::None;
    QString title;
    std::vector<Entry> fields;
    std::vector<Entry> position;
    QString json; ///< the payload indented, safe to paint; empty when it is not JSON
    QString text; ///< the payload, safe to paint, line by line
    QByteArray payload; ///< byte for byte
};

EventDetails makeEventDetails(const EventRef& event);

/// Adds a condition on a field to a query's text: `field:value`, or `not field:value`.
QString withCondition(const QString& query, const EventDetails::Entry& entry, bool exclude);

/// JSON text with line breaks and indentation put in and nothing else changed: numbers, order and
/// escapes stay as written. Any text is allowed; no recursion.
QString indentedJson(const QString& json);

} // namespace weir
