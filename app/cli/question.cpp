// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/question.h"

#include "core/visible.h"

#include <fmt/format.h>

namespace weir::cli {

namespace {

Error queryError(const std::string& query, const QueryError& error)
{
    const std::string before = visibleText(std::string_view(query).substr(0, error.at.offset));
    std::size_t column = 0;
    for (const char c : before)
        column += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return {Error::Code::InvalidInput, "",
            fmt::format("{}\n  {}\n  {}{}", error.message, visibleText(query),
                        std::string(column, ' '),
                        std::string(std::max<std::size_t>(error.at.length, 1), '^'))};
}

Result<TimePoint> timeOf(const std::string& option, const std::string& text, TimePoint now)
{
    if (const auto time = parseTimeExpression(text, now))
        return *time;
    return Error{Error::Code::InvalidInput, option,
                 fmt::format("'{}' is not a time; write 2026-11-23T12:00:00Z, -15m or now", text)};
}

Result<TimeRange> rangeOf(const RangeOptions& options, TimePoint now)
{
    TimeRange range;
    if (!options.last.empty()) {
        const auto length = parseDuration(options.last);
        if (!length)
            return Error{Error::Code::InvalidInput, "--last",
                         fmt::format("'{}' is not a duration; write 15m or 2h", options.last)};
        range.from = now - *length;
    }
    if (!options.from.empty()) {
        const auto from = timeOf("--from", options.from, now);
        if (!from)
            return from.error();
        range.from = *from;
    }
    if (!options.to.empty()) {
        const auto to = timeOf("--to", options.to, now);
        if (!to)
            return to.error();
        range.to = *to;
    }
    return range;
}

} // namespace

Result<Question> ask(const std::string& text, const RangeOptions& options, TimePoint now)
{
    auto parsed = parseQuery(text);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        return queryError(text, *error);
    Question question{std::move(std::get<Query>(parsed)), nullptr, {}};
    auto filter = Filter::compile(question.query.filter);
    if (!filter)
        return filter.error();
    question.filter = *filter;
    const auto range = rangeOf(options, now);
    if (!range)
        return range.error();
    question.range = *range;
    return question;
}

} // namespace weir::cli
