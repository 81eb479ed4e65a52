// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/framing.h"

#include "core/severity.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace weir {

namespace {

constexpr std::size_t longestTopic = 128; ///< inside a single frame
constexpr std::uint64_t leastSeconds = 100'000'000;
constexpr std::uint64_t mostSeconds = 99'999'999'999;

std::uint32_t readLittle32(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

std::uint64_t readBig64(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

bool isTopicByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '.' || c == '-' || c == '/';
}

/// The length of a name at the beginning; 0: none.
std::size_t lengthOfTopic(std::string_view frame)
{
    const auto end = std::find_if_not(frame.begin(), frame.end(), isTopicByte);
    const auto length = static_cast<std::size_t>(end - frame.begin());
    const bool startsWithLetter = length > 0 && (frame[0] < '0' || frame[0] > '9');
    return startsWithLetter && length <= longestTopic ? length : 0;
}

Framed readSingle(std::string_view frame, char separator)
{
    Framed framed;
    const std::size_t at = frame.find(separator);
    framed.isExpected = at != std::string_view::npos;
    framed.topic = framed.isExpected ? frame.substr(0, at) : std::string_view();
    framed.payload = framed.isExpected ? frame.substr(at + 1) : frame;
    return framed;
}

Framed readTopicPayload(std::span<const std::string_view> frames)
{
    Framed framed;
    framed.isExpected = frames.size() == 2;
    framed.payloadFrame = frames.size() > 1 ? 1 : 0;
    framed.payload = frames[framed.payloadFrame];
    if (frames.size() > 1)
        framed.topic = frames[0];
    return framed;
}

void readTime(std::span<const std::string_view> frames, Framed& framed)
{
    framed.time = frames.size() == 3 ? readTimeFrame(frames[2]) : std::nullopt;
    framed.isExpected = framed.time.has_value();
}

void readSequence32(std::span<const std::string_view> frames, Framed& framed)
{
    framed.isExpected = frames.size() == 3 && frames[2].size() == 4;
    if (!framed.isExpected)
        return;
    framed.sequence = readLittle32(frames[2]);
    framed.isSequence32 = true;
    framed.sequenceFrame = 2;
}

void readSequence64(std::span<const std::string_view> frames, Framed& framed)
{
    framed.isExpected = false;
    if (frames.size() != 3 || frames[1].size() != 8)
        return;
    const std::uint64_t value = readBig64(frames[1]);
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return; // vLLM ends a replay with -1
    framed.isExpected = true;
    framed.sequence = value;
    framed.payload = frames[2];
    framed.payloadFrame = 2;
    framed.sequenceFrame = 1;
}

} // namespace

std::optional<TimePoint> readTimeFrame(std::string_view frame)
{
    std::uint64_t seconds = 0;
    const char* end = frame.data() + frame.size();
    const auto whole = std::from_chars(frame.data(), end, seconds);
    if (whole.ec != std::errc() || seconds < leastSeconds || seconds > mostSeconds)
        return std::nullopt;
    std::int64_t nanoseconds = 0;
    if (whole.ptr != end) {
        if (*whole.ptr != '.')
            return std::nullopt;
        std::int64_t unit = 100'000'000;
        for (const char* at = whole.ptr + 1; at != end; ++at, unit /= 10) {
            if (*at < '0' || *at > '9')
                return std::nullopt;
            nanoseconds += (*at - '0') * unit;
        }
    }
    // Beyond 2262 nanoseconds do not fit into 64 bits.
    if (seconds > 9'223'372'035)
        return std::nullopt;
    return timePointOf(static_cast<std::int64_t>(seconds) * 1'000'000'000 + nanoseconds);
}

ZeroMqFrames framingOfSingle(std::string_view frame)
{
    const std::size_t length = lengthOfTopic(frame);
    if (length == 0 || length + 2 >= frame.size() || frame.back() != '}'
        || frame[length + 1] != '{' || parseSeverityWord(frame.substr(0, length)))
        return ZeroMqFrames::Payload;
    if (frame[length] == ' ')
        return ZeroMqFrames::TopicBlankPayload;
    return frame[length] == ':' ? ZeroMqFrames::TopicColonPayload : ZeroMqFrames::Payload;
}

Framed readFrames(std::span<const std::string_view> frames, ZeroMqFrames framing)
{
    if (framing == ZeroMqFrames::Payload) {
        Framed framed;
        framed.payload = frames[0];
        framed.isExpected = frames.size() == 1;
        return framed;
    }
    const bool isSingle = framing == ZeroMqFrames::TopicBlankPayload
        || framing == ZeroMqFrames::TopicColonPayload;
    if (isSingle && frames.size() == 1)
        return readSingle(frames[0], framing == ZeroMqFrames::TopicBlankPayload ? ' ' : ':');
    Framed framed = readTopicPayload(frames);
    if (isSingle)
        framed.isExpected = false;
    else if (framing == ZeroMqFrames::TopicPayloadTime)
        readTime(frames, framed);
    else if (framing == ZeroMqFrames::TopicPayloadSequence)
        readSequence32(frames, framed);
    else if (framing == ZeroMqFrames::TopicSequencePayload)
        readSequence64(frames, framed);
    return framed;
}

} // namespace weir
