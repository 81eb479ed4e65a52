// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include "core/visible.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace weir {

namespace {

struct Unit
{
    double factor;
    const char* name;
};

/// 1.23, 12.3, 123: three digits that mean something.
QString threeDigits(double value)
{
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return withoutTrailingZeros(QString::number(value, 'f', decimals));
}

QString withUnit(double value, const Unit& unit)
{
    return threeDigits(value / unit.factor) + QChar(0x00A0) + QLatin1String(unit.name);
}

} // namespace

QString groupedNumber(std::uint64_t number)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(number));
}

QString shortNumber(std::uint64_t number)
{
    constexpr std::array<Unit, 4> units{{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
    if (number < 100'000)
        return groupedNumber(number);
    for (const Unit& unit : units) {
        if (static_cast<double>(number) >= unit.factor)
            return withUnit(static_cast<double>(number), unit);
    }
    return groupedNumber(number);
}

QString eventsText(std::uint64_t events, const QString& figure)
{
    return events == 1 ? QCoreApplication::translate("Events", "1 event")
                       : QCoreApplication::translate("Events", "%1 events").arg(figure);
}

QString withoutTrailingZeros(QString number)
{
    if (!number.contains(QLatin1Char('.')))
        return number;
    while (number.endsWith(QLatin1Char('0')))
        number.chop(1);
    if (number.endsWith(QLatin1Char('.')))
        number.chop(1);
    return number;
}

QString rateNumber(double perSecond)
{
    if (!(perSecond > 0))
        return QStringLiteral("0");
    if (perSecond < 9.95)
        return QString::number(perSecond, 'f', 1);
    return groupedNumber(static_cast<std::uint64_t>(std::llround(perSecond)));
}

QString valueText(double value)
{
    if (!std::isfinite(value))
        return QString::number(value);
    const double size = std::abs(value);
    if (size >= 99'999.5) {
        const QString sign = value < 0 ? QStringLiteral("-") : QString();
        return sign + shortNumber(static_cast<std::uint64_t>(std::min(size, 1e18)));
    }
    if (size >= 1000) {
        const QString sign = value < 0 ? QStringLiteral("-") : QString();
        return sign + groupedNumber(static_cast<std::uint64_t>(std::llround(size)));
    }
    return QString::number(value, 'g', 4);
}

QString shareText(double share)
{
    if (share > 0 && share < 0.005)
        return QStringLiteral("<1%");
    return QString::number(static_cast<int>(share * 100 + 0.5)) + QLatin1Char('%');
}

QString bytesText(std::uint64_t bytes)
{
    constexpr std::array<Unit, 4> units{{{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}}};
    for (const Unit& unit : units) {
        if (static_cast<double>(bytes) >= unit.factor)
            return withUnit(static_cast<double>(bytes), unit);
    }
    return QString::number(bytes) + QChar(0x00A0) + QLatin1Char('B');
}

QString durationText(Nanoseconds duration)
{
    constexpr std::array<Unit, 4> units{{{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}};
    const double seconds = static_cast<double>(duration.count()) / 1e9;
    for (const Unit& unit : units) {
        if (seconds >= unit.factor)
            return QString::number(std::floor(seconds / unit.factor)) + QChar(0x00A0)
                + QLatin1String(unit.name);
    }
    return QString::number(std::floor(seconds * 1000)) + QChar(0x00A0) + QLatin1String("ms");
}

QString timeOfDay(TimePoint time, int digits)
{
    const std::string text = formatTime(time, digits); // 2026-11-23T12:04:51.120Z
    const auto begin = text.find('T');
    return QString::fromStdString(text.substr(begin + 1, text.size() - begin - 2));
}

QString dateAndTime(TimePoint time, int digits)
{
    const std::string text = formatTime(time, digits);
    const auto begin = text.find('T');
    return QString::fromStdString(text.substr(0, begin)) + QLatin1Char(' ')
        + timeOfDay(time, digits) + QLatin1String(" UTC");
}

QString plainText(std::string_view bytes, qsizetype maxCharacters, Tabs tabs)
{
    constexpr int maxMarks = 4; // a thousand marks on one letter would paint over the whole list
    const std::size_t most = static_cast<std::size_t>(maxCharacters) * 4;
    const bool isCut = bytes.size() > most;
    const QString raw =
        QString::fromUtf8(bytes.data(), static_cast<qsizetype>(isCut ? most : bytes.size()));
    QString text;
    text.reserve(raw.size());
    int marks = 0;
    const QList<uint> characters = raw.toUcs4();
    for (const uint value : characters) {
        if (text.size() >= maxCharacters)
            break;
        char32_t c = visible(value);
        if (c < 0x20 && !(c == U'\t' && tabs == Tabs::Kept))
            c += 0x2400; // tab and newline, which visible() leaves
        marks = QChar::category(c) == QChar::Mark_NonSpacing ? marks + 1 : 0;
        if (marks > maxMarks)
            c = 0x00B7;
        text += QChar::fromUcs4(c);
    }
    if (isCut || text.size() >= maxCharacters)
        text += QChar(0x2026);
    return text;
}

} // namespace weir
