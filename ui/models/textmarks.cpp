// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/textmarks.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char(':')
        || c == QLatin1Char('_') || c == QLatin1Char('-');
}

/// Of printable ASCII what RFC 3986 lets an address hold: nothing that could look like something else.
bool isLinkCharacter(QChar c)
{
    const char16_t code = c.unicode();
    if (code <= 0x20 || code >= 0x7f)
        return false;
    static const QString never = QStringLiteral("\"<>\\^`{|}");
    return !never.contains(c);
}

/// What ends a sentence or closes what was opened before the address is no part of it.
qsizetype linkEnd(const QString& text, qsizetype from)
{
    qsizetype end = from;
    while (end < text.size() && isLinkCharacter(text[end]))
        ++end;
    static const QString trailing = QStringLiteral(".,;:!?'\")]*");
    while (end > from && trailing.contains(text[end - 1]))
        --end;
    return end;
}

} // namespace

void markValues(const QString& text, std::vector<TextRun>& runs)
{
    int at = 0;
    const auto size = static_cast<int>(text.size());
    while (at < size) {
        if (!isWordCharacter(text[at])) {
            ++at;
            continue;
        }
        int end = at;
        while (end < size && isWordCharacter(text[end]))
            ++end;
        int last = end;
        while (last > at
               && (text[last - 1] == QLatin1Char('.') || text[last - 1] == QLatin1Char(':')))
            --last; // the end of a sentence, not of a number
        if (text[at].isDigit())
            runs.push_back({at, last - at, TextRun::Kind::Value});
        at = end;
    }
}

void markLinks(const QString& text, std::vector<TextRun>& runs)
{
    static const std::array<QLatin1String, 3> schemes{
        QLatin1String("https://"), QLatin1String("http://"), QLatin1String("weir://")};
    for (qsizetype at = text.indexOf(QLatin1String("://")); at >= 0;
         at = text.indexOf(QLatin1String("://"), at + 3)) {
        for (const QLatin1String scheme : schemes) {
            const qsizetype from = at + 3 - scheme.size();
            if (from < 0 || QStringView(text).mid(from, scheme.size()) != scheme)
                continue;
            if (from > 0 && text[from - 1].isLetterOrNumber())
                continue;
            const qsizetype end = linkEnd(text, from);
            if (end > from + scheme.size())
                runs.push_back({static_cast<int>(from), static_cast<int>(end - from),
                                TextRun::Kind::Link});
            break;
        }
    }
}

void markFound(const QString& text, const Filter& filter, TextRun::Kind kind, std::uint32_t value,
               std::vector<TextRun>& runs)
{
    const QByteArray bytes = text.toUtf8();
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    qsizetype at = 0; // in bytes
    int from = 0; // the same place in the text
    for (const TextSpan& span : filter.matchesIn(view)) {
        const auto offset = static_cast<qsizetype>(span.offset);
        const auto length = static_cast<qsizetype>(span.length);
        from += static_cast<int>(QString::fromUtf8(bytes.constData() + at, offset - at).size());
        const auto inside = QString::fromUtf8(bytes.constData() + offset, length);
        const auto size = static_cast<int>(inside.size());
        runs.push_back({from, size, kind, value});
        from += size;
        at = offset + length;
    }
}

} // namespace weir
