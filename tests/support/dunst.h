// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace weir::test {

/// What the notification server of tests/support/with-desktop answers to `dunstctl`.
inline QByteArray dunst(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("dunstctl"), arguments);
    process.waitForFinished(10'000);
    return process.readAllStandardOutput().trimmed();
}

/// How many notifications are shown.
inline int displayed()
{
    return dunst({QStringLiteral("count"), QStringLiteral("displayed")}).toInt();
}

/// What was shown and is closed by now, newest first.
inline QJsonArray closedNotifications()
{
    const auto root = QJsonDocument::fromJson(dunst({QStringLiteral("history")}));
    return root[QStringLiteral("data")][0].toArray();
}

} // namespace weir::test
