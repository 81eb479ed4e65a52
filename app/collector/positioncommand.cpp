// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positioncommand.h"

#include <charconv>

namespace weir {

namespace {

Error wrong(std::string subject, std::string detail)
{
    return {Error::Code::InvalidInput, std::move(subject), std::move(detail)};
}

std::optional<std::int32_t> partitionIn(std::string_view text)
{
    std::int32_t partition = 0;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, partition);
    if (number.ec != std::errc() || number.ptr != end || partition < 0)
        return std::nullopt;
    return partition;
}

} // namespace

Result<PositionCommand> parsePositionCommand(const ControlRequest& request, TimePoint now)
{
    const auto argument = [&request](const std::string& name) {
        const auto found = request.arguments.find(name);
        return found == request.arguments.end() ? std::string() : found->second;
    };
    const auto kind = request.command == "skip" ? PositionRequest::Kind::Skip
                                                : PositionRequest::Kind::Rewind;
    PositionCommand command{argument("source"),
                            {kind, argument("topic"), {}, {}, RequestAnswer(nullptr)}};
    const std::string to = argument("to");
    if (to.empty() && kind == PositionRequest::Kind::Rewind)
        return wrong("to", "say where to rewind to: earliest, an offset, a time, or -15m");
    if (!to.empty()) {
        const auto place = parseLogPlace(to, now);
        if (!place)
            return place.error();
        command.request.to = *place;
    }
    const std::string partition = argument("partition");
    if (partition.empty())
        return command;
    command.request.partition = partitionIn(partition);
    if (!command.request.partition)
        return wrong(partition, "is no number of a partition");
    return command;
}

} // namespace weir
