// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/pseudolocale.h"

#include <algorithm>

namespace weir {

namespace {

QChar accented(QChar letter)
{
    static const QString plain = QStringLiteral("AEIOUaceinouyCNSZ");
    static const QString marked = QStringLiteral("ÀÉÎÖÛàçéîñöûýÇÑŠŽ");
    const auto at = plain.indexOf(letter);
    return at < 0 ? letter : marked[at];
}

} // namespace

QString PseudoLocale::of(const QString& text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        // A place for an argument is taken as it is.
        const bool isPlace = text[i] == QLatin1Char('%') && i + 1 < text.size();
        result += isPlace ? text[i] : accented(text[i]);
        if (isPlace)
            result += text[++i];
    }
    const auto more = std::max<qsizetype>(1, text.size() * 2 / 5);
    static const QString filling = QStringLiteral("ô ûî éà çñ öý ");
    for (qsizetype i = 0; i < more - 2; ++i)
        result += filling[i % filling.size()];
    return QLatin1Char('[') + result + QLatin1Char(']');
}

QString PseudoLocale::translate(const char* context, const char* sourceText,
                                const char* disambiguation, int n) const
{
    Q_UNUSED(context)
    Q_UNUSED(disambiguation)
    Q_UNUSED(n)
    return of(QString::fromUtf8(sourceText));
}

} // namespace weir
