// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertwords.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <cmath>

namespace weir {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Alerts", text);
}

} // namespace

QString conditionWord(AlertCondition condition)
{
    switch (condition) {
    case AlertCondition::Firing:
        return say("Firing");
    case AlertCondition::Pending:
        return say("Pending");
    case AlertCondition::Recovering:
        return say("Recovering");
    case AlertCondition::Ok:
        break;
    }
    return say("OK");
}

const QColor& conditionColor(const Colors& colors, AlertCondition condition)
{
    switch (condition) {
    case AlertCondition::Firing:
        return colors.error();
    case AlertCondition::Pending:
        return colors.warn();
    case AlertCondition::Recovering:
        return colors.of(SeverityClass::Info);
    case AlertCondition::Ok:
        break;
    }
    return colors.ok;
}

AlertCondition conditionOf(const QString& storedWord)
{
    for (const auto condition :
         {AlertCondition::Firing, AlertCondition::Pending, AlertCondition::Recovering}) {
        const std::string_view name = nameOf(condition);
        if (storedWord == QLatin1String(name.data(), static_cast<qsizetype>(name.size())))
            return condition;
    }
    return AlertCondition::Ok;
}

QString severityWord(AlertSeverity severity)
{
    switch (severity) {
    case AlertSeverity::Critical:
        return say("critical");
    case AlertSeverity::Warning:
        return say("warning");
    case AlertSeverity::Info:
        break;
    }
    return say("info");
}

QString alertValueText(double value)
{
    return std::isfinite(value) ? valueText(value) : QStringLiteral("–");
}

} // namespace weir
