// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace weir {

/// Numbers and times as a person reads them. Always with a comma and a point, whatever the locale:
/// the same figures stand in queries and on the command line.

/// `12,480`
QString groupedNumber(std::uint64_t number);
/// `18,204` up to 99,999, then `120 k`, `12.1 M`, `3.42 G`
QString shortNumber(std::uint64_t number);
/// `1 event`, `120 k events`: `figure` is the number as it is to be read. Not by %n, which has no
/// singular as long as no translation is loaded, not in English either.
QString eventsText(std::uint64_t events, const QString& figure);
/// `0.4`, `12,480`: one decimal below ten
QString rateNumber(double perSecond);
/// A value of unknown size with at most four significant digits: `0.3592`, `131`, `1,402`, `12.1 M`
QString valueText(double value);
/// `1.5` of `1.50`, `2` of `2.00`; of what has a point alone
QString withoutTrailingZeros(QString number);
/// `41%`, `<1%`: a share of 0 to 1
QString shareText(double share);
/// `4.2 GB`, powers of 1000
QString bytesText(std::uint64_t bytes);
/// `3 min`, `12 s`, `2 h`, `9 d`: one unit
QString durationText(Nanoseconds duration);
/// `13:02:51.143`, UTC, `digits` of the fraction
QString timeOfDay(TimePoint time, int digits = 3);
/// `2026-11-23 13:02:51.510 UTC`
QString dateAndTime(TimePoint time, int digits = 3);

/// Text of a stream for the eye: what is not UTF-8 as U+FFFD, controls and characters that change
/// the direction as glyphs (core/visible.h), tab and newline too, no more than a few combining marks
/// in a row, at most `maxCharacters`, then an ellipsis. One character of the input is one of the
/// output while nothing is cut. Where tabs have stops they can be kept.
enum class Tabs { Shown, Kept };
QString plainText(std::string_view bytes, qsizetype maxCharacters = 16384,
                  Tabs tabs = Tabs::Shown);

} // namespace weir
