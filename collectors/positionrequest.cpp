// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/positionrequest.h"

#include <charconv>
#include <utility>

namespace weir {

Result<LogPlace> parseLogPlace(std::string_view text, TimePoint now)
{
    LogPlace place;
    if (text == "earliest" || text == "latest") {
        place.kind = text == "latest" ? LogPlace::Kind::Latest : LogPlace::Kind::Earliest;
        return place;
    }
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, place.offset);
    if (number.ec == std::errc() && number.ptr == end && place.offset >= 0) {
        place.kind = LogPlace::Kind::Offset;
        return place;
    }
    const auto time = parseTimeExpression(text, now);
    if (!time)
        return Error{Error::Code::InvalidInput, std::string(text),
                     "is no place in a topic: write earliest, latest, an offset, a time such as "
                     "2026-11-23T12:00:00Z, or -15m"};
    place.kind = LogPlace::Kind::Time;
    place.time = *time;
    return place;
}

RequestAnswer::RequestAnswer(Callback callback)
    : m_callback(std::move(callback))
{
}

RequestAnswer::~RequestAnswer()
{
    give(Error{Error::Code::Busy, "", "the source was stopped before this was done"});
}

RequestAnswer::RequestAnswer(RequestAnswer&& other) noexcept
    : m_callback(std::exchange(other.m_callback, nullptr))
{
}

RequestAnswer& RequestAnswer::operator=(RequestAnswer&& other) noexcept
{
    std::swap(m_callback, other.m_callback);
    return *this;
}

void RequestAnswer::give(const Result<std::string>& answer)
{
    if (const auto callback = std::exchange(m_callback, nullptr))
        callback(answer);
}

} // namespace weir
