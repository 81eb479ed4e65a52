// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/collectors/testbroker.h"
#include "tests/integration/workbench.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace weir {

/// What a record is compared by. Nothing: null, which is not empty.
struct KeyAndValue
{
    std::optional<QByteArray> key;
    std::optional<QByteArray> value;

    friend bool operator==(const KeyAndValue&, const KeyAndValue&) = default;
};

/// Records of a topic by partition and offset.
using Records = std::map<std::pair<int, qint64>, KeyAndValue>;

/// Everything of a topic that may be read now, as Kafka's own console consumer sees it: another client
/// than ours, in another language, in the same isolation. Keys and values hold neither TAB nor newline.
Records readableRecords(const TestBroker& broker, const std::string& topic);

/// The same as the index has it: `weir query` for the topic. Fails the test when an offset is there
/// twice. The source has the format `text`; a key that is missing and an empty one look the same in the
/// index's output, so keys are never empty here.
Records indexedRecords(const Workbench& bench, const std::string& topic);

/// Empty when both are the same; else the first differences, in words.
QString difference(const Records& expected, const Records& found);

} // namespace weir
