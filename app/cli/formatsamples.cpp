// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/formatsamples.h"

#include "collectors/decode/decoder.h"

#include <fmt/format.h>

#include <bit>

namespace weir::cli {

namespace {

using Value = decltype(ExpectedPart::value);

std::string written(const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return fmt::format("\"{}\"", *text);
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *number);
    if (const auto* number = std::get_if<double>(&value))
        return fmt::format("{}", *number);
    return std::get<bool>(value) ? "true" : "false";
}

std::optional<Value> textOrNothing(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional<Value>(std::string(text));
}

std::optional<Value> fieldOf(const EventBatch& batch, std::string_view name)
{
    const auto& fields = batch.columns().fields;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        const auto value = fields[column].name == name ? batch.field(column, 0) : std::nullopt;
        if (!value)
            continue;
        switch (value->type) {
        case ValueType::Int:
            return value->bits;
        case ValueType::Double:
            return value->number();
        case ValueType::Bool:
            return value->bits != 0;
        default:
            return std::string(value->text);
        }
    }
    return std::nullopt;
}

/// What the event has for a part; nothing when it has none.
std::optional<Value> partOf(const EventBatch& batch, const std::string& name)
{
    if (name == "time")
        return batch.columns().timeFromReceived[0] == 0
            ? std::optional<Value>(formatTime(batch.time(0)))
            : std::nullopt;
    if (name == "severity")
        return textOrNothing(nameOf(classOf(batch.severity(0))));
    if (name == "body")
        return textOrNothing(batch.body(0));
    if (name == "trace_id")
        return textOrNothing(batch.traceId(0));
    if (name == "span_id")
        return textOrNothing(batch.spanId(0));
    return fieldOf(batch, name == "service" ? "service.name" : name == "host" ? "host.name" : name);
}

bool isSame(const ExpectedPart& wanted, const Value& found)
{
    const auto* text = std::get_if<std::string>(&wanted.value);
    if (text && wanted.name == "time")
        return parseTime(*text) == parseTime(std::get<std::string>(found));
    if (text && wanted.name == "severity") {
        const auto severity = parseSeverityWord(*text);
        return severity && nameOf(classOf(*severity)) == std::get<std::string>(found);
    }
    return wanted.value == found;
}

/// The sample's event, as of a source that has chosen the format by name.
EventBatchPtr decodedAs(const UserFormat& format, const std::string& message)
{
    SourceConfig source;
    source.format = format.name;
    source.userFormats = {format};
    const auto decoder = makeDecoder(source);
    EventBatchBuilder builder("sample", SourceKind::File);
    builder.beginEvent({builder.streamIndex({}), 0, std::chrono::system_clock::now()});
    if (decoder)
        (*decoder)->decode({message, {}}, builder);
    return builder.publish();
}

class SampleCheck final
{
public:
    SampleCheck(const UserFormatFile& file, std::vector<ConfigProblem>& problems)
        : m_file(file)
        , m_problems(problems)
    {
    }

    void check(const FormatSample& sample)
    {
        const auto batch = decodedAs(m_file.format, sample.message);
        const bool isRefused = batch->kind(0) == EventKind::Undecodable;
        if (isRefused && sample.matches)
            report(sample.line, sample.column,
                   fmt::format("the sample is not of the format '{}': {}", m_file.format.name,
                               batch->body(0)));
        if (!isRefused && !sample.matches)
            report(sample.line, sample.column,
                   fmt::format("the sample is of the format '{}', although it must not match",
                               m_file.format.name));
        if (isRefused || !sample.matches)
            return;
        for (const ExpectedPart& part : sample.parts) {
            const auto found = partOf(*batch, part.name);
            if (!found)
                report(part.line, part.column, fmt::format("the sample has no '{}'", part.name));
            else if (!isSame(part, *found))
                report(part.line, part.column,
                       fmt::format("the sample's '{}' is {}, not {}", part.name, written(*found),
                                   written(part.value)));
        }
    }

private:
    void report(int line, int column, std::string message)
    {
        m_problems.push_back({m_file.file, line, column, std::move(message), false});
    }

    const UserFormatFile& m_file;
    std::vector<ConfigProblem>& m_problems;
};

} // namespace

std::vector<ConfigProblem> problemsOfSamples(const std::vector<UserFormatFile>& formats)
{
    std::vector<ConfigProblem> problems;
    for (const UserFormatFile& file : formats) {
        SampleCheck check(file, problems);
        for (const FormatSample& sample : file.samples)
            check.check(sample);
    }
    return problems;
}

} // namespace weir::cli
