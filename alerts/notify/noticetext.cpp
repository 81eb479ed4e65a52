// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/notify/noticetext.h"

#include "core/visible.h"

namespace weir {

namespace {

QString shortened(const QString& text)
{
    if (text.size() <= maxNoticeLength)
        return text;
    qsizetype end = maxNoticeLength - 1;
    if (text.at(end - 1).isHighSurrogate())
        --end;
    return text.left(end) % QChar(0x2026);
}

} // namespace

QString noticeTitle(const QString& text)
{
    // Cut twice: a text of megabytes need not be made visible as a whole.
    const std::string visible = visibleText(shortened(text).toStdString());
    return shortened(QString::fromStdString(visible));
}

QString noticeBody(const QString& text, bool readsMarkup)
{
    QString body = noticeTitle(text);
    if (readsMarkup)
        return body.toHtmlEscaped();
    return body.replace(QLatin1Char('<'), QChar(0x2039))
        .replace(QLatin1Char('>'), QChar(0x203A))
        .replace(QLatin1Char('&'), QChar(0xFF06));
}

} // namespace weir
