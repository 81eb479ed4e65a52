// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actionwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace weir {

namespace {

struct Group
{
    const char* part;
    const char* name;
};

/// What is used most comes first.
constexpr Group groups[] = {
    {"list", QT_TRANSLATE_NOOP("weir::ActionWords", "List")},
    {"logs", QT_TRANSLATE_NOOP("weir::ActionWords", "Logs")},
    {"query", QT_TRANSLATE_NOOP("weir::ActionWords", "Query")},
    {"find", QT_TRANSLATE_NOOP("weir::ActionWords", "Finding")},
    {"details", QT_TRANSLATE_NOOP("weir::ActionWords", "Details")},
    {"fields", QT_TRANSLATE_NOOP("weir::ActionWords", "Fields")},
    {"timeline", QT_TRANSLATE_NOOP("weir::ActionWords", "Timeline")},
    {"views", QT_TRANSLATE_NOOP("weir::ActionWords", "Views")},
    {"tabs", QT_TRANSLATE_NOOP("weir::ActionWords", "Tabs")},
    {"labels", QT_TRANSLATE_NOOP("weir::ActionWords", "Labels")},
    {"highlights", QT_TRANSLATE_NOOP("weir::ActionWords", "Highlights")},
    {"window", QT_TRANSLATE_NOOP("weir::ActionWords", "Everywhere")},
    {"dashboards", QT_TRANSLATE_NOOP("weir::ActionWords", "Dashboards")},
    {"alerts", QT_TRANSLATE_NOOP("weir::ActionWords", "Alerts")},
    {"sources", QT_TRANSLATE_NOOP("weir::ActionWords", "Sources")},
    {"settings", QT_TRANSLATE_NOOP("weir::ActionWords", "Settings")},
};

} // namespace

QString groupName(const QString& id)
{
    const QString part = id.section(QLatin1Char('.'), 0, 0);
    for (const Group& group : groups) {
        if (part == QLatin1String(group.part))
            return QCoreApplication::translate("weir::ActionWords", group.name);
    }
    return part.left(1).toUpper() + part.mid(1);
}

std::size_t groupPlace(const QString& id)
{
    const QString part = id.section(QLatin1Char('.'), 0, 0);
    const auto found = std::ranges::find_if(
        groups, [&part](const Group& group) { return part == QLatin1String(group.part); });
    return static_cast<std::size_t>(found - std::begin(groups));
}

QString keysText(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys)
        texts << sequence.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral("   "));
}

} // namespace weir
