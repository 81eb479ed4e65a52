// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/columnplaces.h"

#include <QFontInfo>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr int firstColumn = 14;
constexpr int rightMargin = 6;
constexpr double usualEventPixels = 12; ///< of the event font at 100 %
constexpr int leastLast = 180; ///< pixels at 100 % that the last column gets before others give way
constexpr int leastColumn = 38; ///< pixels at 100 %: five characters, fewer name nothing

QString sampleOf(const std::string& field, ListSettings::TimeForm form)
{
    if (field == "level")
        return QStringLiteral("ERROR");
    if (field != "time")
        return QStringLiteral("0123456789");
    switch (form) {
    case ListSettings::TimeForm::Time:
        return QStringLiteral("00:00:00.000");
    case ListSettings::TimeForm::DateTime:
        return QStringLiteral("0000-00-00 00:00:00.000");
    case ListSettings::TimeForm::Relative:
    case ListSettings::TimeForm::Delta:
        break;
    }
    return QStringLiteral("+0000.000 s");
}

bool givesWay(const std::string& field)
{
    return field != "time" && field != "level";
}

/// Takes what the last column is short of from those that give way, each by the same share, down to
/// `least`.
void makeRoom(std::vector<ColumnPlace>& places, int missing, int least)
{
    int spare = 0;
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        if (givesWay(places[i].field))
            spare += std::max(0, places[i].width - least);
    }
    if (spare == 0)
        return;
    const double share = std::min(1.0, static_cast<double>(missing) / spare);
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        ColumnPlace& place = places[i];
        if (givesWay(place.field) && place.width > least)
            place.width -= static_cast<int>(std::ceil((place.width - least) * share));
    }
}

} // namespace

double zoomOf(const QFont& font)
{
    return QFontInfo(font).pixelSize() / usualEventPixels;
}

int usualColumnWidth(const std::string& field, const ListSettings& settings, const QFont& font)
{
    const QFontMetricsF metrics(font);
    return static_cast<int>(
        std::ceil(metrics.horizontalAdvance(sampleOf(field, settings.timeForm))));
}

std::vector<ColumnPlace> columnPlaces(const ListSettings& settings, const QFont& font, int width)
{
    const double zoom = zoomOf(font);
    std::vector<ColumnPlace> places;
    int taken = firstColumn + rightMargin;
    for (const ListSettings::Column& column : settings.columns) {
        const bool isLast = &column == &settings.columns.back();
        int wide = column.width > 0 ? static_cast<int>(std::lround(column.width * zoom))
                                    : usualColumnWidth(column.field, settings, font);
        if (isLast)
            wide = 0;
        places.push_back({column.field, 0, wide});
        taken += wide + (isLast ? 0 : columnGap);
    }
    const auto least = static_cast<int>(leastLast * zoom);
    if (width - taken < least)
        makeRoom(places, least - (width - taken), static_cast<int>(leastColumn * zoom));
    int left = firstColumn;
    for (ColumnPlace& place : places) {
        place.left = left;
        left += place.width + columnGap;
    }
    places.back().width = std::max(0, width - rightMargin - places.back().left);
    return places;
}

} // namespace weir
