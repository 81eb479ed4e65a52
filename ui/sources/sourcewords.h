// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/status.h"
#include "ui/theme/colors.h"

#include <QString>

namespace weir {

/// How the state of a source is said and coloured, the same in list, details and banner.
QString stateWord(SourceState state);
const QColor& stateColor(const Colors& colors, SourceState state);
/// Something a person may have to mend.
bool isTroubled(SourceState state);
/// `18,204,117`; also below nothing, as an unknown offset may be.
QString offsetText(std::int64_t offset);
/// `orders / 3`, or a path.
QString placeText(const std::string& topic, const std::string& path, std::int32_t partition);
/// The stored words of Gap::Reason as a person says them.
QString reasonText(const std::string& reason);
/// `retention: 5 events, offsets 17–21`
QString gapText(const GapStatus& gap);
/// With a capital at its beginning and a full stop at its end; what is said in pieces elsewhere.
QString sentence(QString text);
/// `kafka` as Kafka.
QString kindWord(const std::string& kind);

} // namespace weir
