// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positioncommand.h"

#include <charconv>

namespace weir {

namespace {

Error wrong(std::string subject, std::string detail)
{
    return {Error::Code::InvalidInput, std::move(subject), std::move(detail)};
}

PositionRequest::Kind kindOf(const std::string& command)
{
    if (command == "skip")
        return PositionRequest::Kind::Skip;
    return command == "reread" ? PositionRequest::Kind::Reread : PositionRequest::Kind::Rewind;
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
    const auto kind = kindOf(request.command);
    PositionCommand command{argument("source"),
                            {kind, argument("topic"), {}, {}, {}, RequestAnswer(nullptr)}};
    const std::string from = argument("from");
    const std::string to = argument("to");
    if (to.empty() && kind == PositionRequest::Kind::Rewind)
        return wrong("to", "say where to rewind to: earliest, an offset, a time, or -15m");
    if ((from.empty() || to.empty()) && kind == PositionRequest::Kind::Reread)
        return wrong(from.empty() ? "from" : "to",
                     "say what to read again, from where and to where: earliest, latest, an offset, "
                     "a time, or -15m");
    for (const auto& [text, place] :
         {std::pair(&from, &command.request.from), std::pair(&to, &command.request.to)}) {
        if (text->empty())
            continue;
        const auto parsed = parseLogPlace(*text, now);
        if (!parsed)
            return parsed.error();
        *place = *parsed;
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
