// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace weir {

/// How a time is written, in the manner of strptime: `%d.%m.%Y %H:%M:%S`.
///
/// `%Y %m %d %e %j %b %B %a %A %H %I %M %S %p`, `%f` a fraction of a second in one to nine digits,
/// `%y` a year of two digits (69–99 are of the last century), `%z` (`Z`, `+02:00`, `+0200`), `%Z` a
/// word that is not looked at, `%s` seconds since 1970 (with `%f` behind a point), `%T` for
/// `%H:%M:%S`, `%F` for `%Y-%m-%d`, `%%`. A blank stands for any number of them. Names are English,
/// whatever the locale. Without a zone it is UTC.
class TimeFormat final
{
public:
    /// The message of what is wrong with a format, or the format.
    static std::variant<TimeFormat, std::string> parse(std::string_view format);

    /// The whole text. What the format does not say is as near before `now` as it can be: the year,
    /// or the date.
    std::optional<TimePoint> read(std::string_view text, TimePoint now) const;

    bool hasYear() const;

    friend bool operator==(const TimeFormat&, const TimeFormat&) = default;

private:
    explicit TimeFormat(std::string format)
        : m_format(std::move(format))
    {
    }

    std::string m_format; ///< with %T and %F written out
};

} // namespace weir
