// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcewords.h"

#include "ui/models/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace weir {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Sources", text);
}

} // namespace

QString stateWord(SourceState state)
{
    switch (state) {
    case SourceState::Connecting:
        return say("connecting");
    case SourceState::Live:
        return say("live");
    case SourceState::Paused:
        return say("paused");
    case SourceState::Retrying:
        return say("retrying");
    case SourceState::Stalled:
        return say("stalled");
    case SourceState::Failed:
        return say("failed");
    case SourceState::Ended:
        break;
    }
    return say("ended");
}

const QColor& stateColor(const Colors& colors, SourceState state)
{
    switch (state) {
    case SourceState::Live:
        return colors.ok;
    case SourceState::Retrying:
    case SourceState::Stalled:
        return colors.warn();
    case SourceState::Failed:
        return colors.error();
    case SourceState::Connecting:
    case SourceState::Paused:
    case SourceState::Ended:
        break;
    }
    return colors.text2;
}

bool isTroubled(SourceState state)
{
    return state == SourceState::Retrying || state == SourceState::Stalled
        || state == SourceState::Failed;
}

QString offsetText(std::int64_t offset)
{
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(offset));
}

QString placeText(const std::string& topic, const std::string& path, std::int32_t partition)
{
    QString text = plainText(topic.empty() ? path : topic, 200);
    if (partition >= 0)
        text += QStringLiteral(" / ") + QString::number(partition);
    return text;
}

QString reasonText(const std::string& reason)
{
    QString text = plainText(reason, 100);
    return text.replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString gapText(const GapStatus& gap)
{
    QString text = reasonText(gap.reason);
    if (gap.count > 0)
        text += QStringLiteral(": ") + eventsText(gap.count, groupedNumber(gap.count));
    if (gap.from && gap.to)
        text += (*gap.from == *gap.to ? say(", offset %1") : say(", offsets %1–%2").arg(
                     offsetText(*gap.from)))
                    .arg(offsetText(*gap.to));
    return text;
}

QString sentence(QString text)
{
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    const QString ends = QStringLiteral(".!?…");
    if (!ends.contains(text.back()))
        text += QLatin1Char('.');
    return text;
}

QString kindWord(const std::string& kind)
{
    if (kind == "kafka")
        return QStringLiteral("Kafka");
    if (kind == "zeromq")
        return QStringLiteral("ZeroMQ");
    return plainText(kind, 40);
}

} // namespace weir
