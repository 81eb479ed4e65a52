// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/permalink.h"
#include "core/storedbatch.h"
#include "ui/models/jsondocument.h"

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
    QString title; ///< the first of the message, in one line
    QString message; ///< whole up to 256 Ki characters, safe to paint, line by line
    TimePoint received;
    bool timeIsReceived = false; ///< the event had no time of its own
    std::string source;
    std::string traceId; ///< empty: none
    std::vector<Entry> event; ///< severity, source, trace
    std::vector<Entry> fields;
    std::vector<Entry> labels; ///< of the source
    std::vector<Entry> position;
    JsonDocumentPtr json; ///< the payload; null when it is not JSON
    QString text; ///< the payload, safe to paint, line by line; JSON with a line for each member
    QByteArray payload; ///< byte for byte
    std::string asJson; ///< the event as `weir query --format ndjson` gives it
    Permalink link; ///< by its position where others can find it too, else by its seq
};

EventDetails makeEventDetails(const EventRef& event);

/// Time, time of arrival and what lies between, as they read in a zone: `UTC`, `local` or a name of
/// the tz database; one that is not known is UTC.
std::vector<EventDetails::Entry> timesOf(const EventDetails& details, const std::string& zone);

/// Adds a condition on a field to a query's text: `field:value`, or `not field:value`.
QString withCondition(const QString& query, const EventDetails::Entry& entry, bool exclude);

} // namespace weir
