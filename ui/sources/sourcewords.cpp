// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcewords.h"

#include "ui/models/format.h"

#include <QCoreApplication>

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

QString kindWord(const std::string& kind)
{
    if (kind == "kafka")
        return QStringLiteral("Kafka");
    if (kind == "zeromq")
        return QStringLiteral("ZeroMQ");
    return plainText(kind, 40);
}

} // namespace weir
