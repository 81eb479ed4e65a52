// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/permalink.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace weir {

namespace {

constexpr std::string_view scheme = "weir://";

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
        || c == '.' || c == '_' || c == '~';
}

std::string encoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

template<typename Number>
std::optional<Number> numberOf(std::string_view text, int base = 10)
{
    Number number{};
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

/// Nothing when it is empty or holds what a link cannot hold.
std::optional<std::string> decoded(std::string_view segment)
{
    std::string out;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (isUnreserved(segment[i])) {
            out += segment[i];
            continue;
        }
        if (segment[i] != '%' || i + 2 >= segment.size())
            return std::nullopt;
        const auto byte = numberOf<int>(segment.substr(i + 1, 2), 16);
        if (!byte)
            return std::nullopt;
        out += static_cast<char>(*byte);
        i += 2;
    }
    if (out.empty())
        return std::nullopt;
    return out;
}

std::vector<std::string_view> segmentsOf(std::string_view path)
{
    std::vector<std::string_view> segments;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        segments.push_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return segments;
}

} // namespace

std::optional<Permalink> parsePermalink(std::string_view text)
{
    if (!text.starts_with(scheme))
        return std::nullopt;
    const auto segments = segmentsOf(text.substr(scheme.size()));
    if (segments[0] == "event" && segments.size() == 2) {
        const auto seq = numberOf<std::uint64_t>(segments[1]);
        if (seq && *seq > 0)
            return EventLink{EventSeq{*seq}};
    } else if (segments[0] == "kafka" && segments.size() == 5) {
        auto cluster = decoded(segments[1]);
        auto topic = decoded(segments[2]);
        const auto partition = numberOf<std::int32_t>(segments[3]);
        const auto offset = numberOf<std::int64_t>(segments[4]);
        if (cluster && topic && partition && offset)
            return KafkaLink{std::move(*cluster), std::move(*topic), *partition, *offset};
    } else if (segments[0] == "alert" && segments.size() == 2) {
        if (auto name = decoded(segments[1]))
            return AlertLink{std::move(*name)};
    }
    return std::nullopt;
}

std::string permalinkText(const Permalink& link)
{
    const std::string begin(scheme);
    if (const auto* event = std::get_if<EventLink>(&link))
        return begin + "event/" + std::to_string(number(event->seq));
    if (const auto* alert = std::get_if<AlertLink>(&link))
        return begin + "alert/" + encoded(alert->name);
    const auto& kafka = std::get<KafkaLink>(link);
    return begin + "kafka/" + encoded(kafka.cluster) + '/' + encoded(kafka.topic) + '/'
        + std::to_string(kafka.partition) + '/' + std::to_string(kafka.offset);
}

} // namespace weir
