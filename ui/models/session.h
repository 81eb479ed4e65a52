// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/models/logsstate.h"

#include <QByteArray>
#include <QString>

namespace weir {

/// What a window comes back with. A value.
struct Session
{
    QByteArray geometry; ///< of QWidget::saveGeometry(); empty: as usual
    QString page = QStringLiteral("logs"); ///< a place, see MainWindow::showPlace()
    ViewRange range{std::chrono::minutes(15), {}}; ///< of the window
    LogsTabsState logs;

    friend bool operator==(const Session&, const Session&) = default;
};

/// As indented JSON with a version.
QByteArray toJson(const Session& session);

/// Corrupt when the text is something else, TooNew when a newer version wrote it. What is missing is
/// as usual.
Result<Session> sessionFromJson(const QByteArray& json);

} // namespace weir
