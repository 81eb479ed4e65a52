// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actionwords.h"

#include <QCoreApplication>

namespace weir {

namespace {

struct Group
{
    const char* part;
    const char* name;
};

constexpr Group groups[] = {
    {"window", QT_TRANSLATE_NOOP("weir::ActionWords", "Everywhere")},
    {"logs", QT_TRANSLATE_NOOP("weir::ActionWords", "Logs")},
    {"tabs", QT_TRANSLATE_NOOP("weir::ActionWords", "Tabs")},
    {"list", QT_TRANSLATE_NOOP("weir::ActionWords", "List")},
    {"highlights", QT_TRANSLATE_NOOP("weir::ActionWords", "Highlights")},
    {"labels", QT_TRANSLATE_NOOP("weir::ActionWords", "Labels")},
    {"query", QT_TRANSLATE_NOOP("weir::ActionWords", "Query")},
    {"find", QT_TRANSLATE_NOOP("weir::ActionWords", "Finding")},
    {"fields", QT_TRANSLATE_NOOP("weir::ActionWords", "Fields")},
    {"details", QT_TRANSLATE_NOOP("weir::ActionWords", "Details")},
    {"views", QT_TRANSLATE_NOOP("weir::ActionWords", "Views")},
    {"timeline", QT_TRANSLATE_NOOP("weir::ActionWords", "Timeline")},
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

QString keysText(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys)
        texts << sequence.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral("   "));
}

} // namespace weir
