// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/timepoint.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace weir {

/// What the frames of one message are. All views are into them.
struct Framed
{
    std::string_view topic;
    std::string_view payload;
    std::optional<TimePoint> time; ///< of a time frame
    std::optional<std::uint64_t> sequence; ///< of a sequence frame; not more than 2⁶³−1
    bool isSequence32 = false; ///< it begins again at 0 after 2³²−1
    std::size_t payloadFrame = 0;
    std::size_t sequenceFrame = 0; ///< 0: none
    bool isExpected = true; ///< as many frames as this framing has, each of the right form
};

using ZeroMqFrames = ZeroMqSource::Frames;

/// Reads a message as this framing says; a message of another form is topic and payload, with
/// `isExpected` false. Precondition: not Auto, at least one frame.
Framed readFrames(std::span<const std::string_view> frames, ZeroMqFrames framing);

/// Of one frame alone: TopicBlankPayload or TopicColonPayload where it is a name, one blank or one
/// colon, and a JSON object to its end; else Payload. A severity word is no topic.
ZeroMqFrames framingOfSingle(std::string_view frame);

/// Seconds since 1970 as PlotJuggler and scripts send them: digits, perhaps a fraction; 1973 to 5138.
std::optional<TimePoint> readTimeFrame(std::string_view frame);

} // namespace weir
