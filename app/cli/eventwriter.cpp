// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/eventwriter.h"

#include "core/query/fieldvalue.h"
#include "core/visible.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>

namespace weir::cli {

namespace {

constexpr std::size_t bufferBytes = 1 << 16;

/// ANSI colour of a severity on a terminal that wants colours.
std::string_view colourOf(SeverityClass severity)
{
    switch (severity) {
    case SeverityClass::Fatal:
        return "\033[35m";
    case SeverityClass::Error:
        return "\033[31m";
    case SeverityClass::Warn:
        return "\033[33m";
    case SeverityClass::Info:
        return "\033[34m";
    default:
        return "\033[90m";
    }
}

std::string metricText(const EventBatch& batch, std::size_t index)
{
    const MetricColumns& metrics = batch.columns().metrics;
    return fmt::format("{} = {} {}", batch.text(metrics.names[index]), metrics.values[index],
                       batch.text(metrics.units[index]));
}

std::string bodyText(const EventBatch& batch, std::size_t row)
{
    if (batch.kind(row) == EventKind::Undecodable)
        return fmt::format("undecodable ({}): {}", batch.body(row), batch.payload(row));
    if (const auto metric = batch.metricIndex(row))
        return metricText(batch, *metric);
    return std::string(batch.body(row));
}

class TextWriter final : public EventWriter
{
public:
    explicit TextWriter(const OutputOptions& options)
        : EventWriter(options.descriptor)
        , m_options(options)
        , m_visible(makesVisible(options))
        , m_colours(isatty(options.descriptor) == 1 && getenv("NO_COLOR") == nullptr)
    {
    }

    void write(const StoredBatch& stored, std::size_t row) override
    {
        put(m_options.fields.empty() ? line(stored, row) : columns(stored, row));
        put("\n");
    }

private:
    std::string shown(std::string_view text) const
    {
        return m_visible ? visibleText(text) : std::string(text);
    }

    std::string line(const StoredBatch& stored, std::size_t row) const
    {
        const EventBatch& batch = *stored.batch;
        const SeverityClass severity = classOf(batch.severity(row));
        std::string level(nameOf(severity));
        std::transform(level.begin(), level.end(), level.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        level = fmt::format("{:<5}", level);
        if (m_colours)
            level = fmt::format("{}{}\033[0m", colourOf(severity), level);
        const auto service = batch.field("service.name", row);
        return fmt::format("{} {} {} {}", formatTime(batch.time(row), 3), level,
                           shown(service ? service->text : std::string_view(batch.source())),
                           shown(bodyText(batch, row)));
    }

    std::string columns(const StoredBatch& stored, std::size_t row) const
    {
        std::string text;
        for (const std::string& field : m_options.fields) {
            if (!text.empty())
                text += '\t';
            text += shown(fieldText(stored, row, field).value_or(""));
        }
        return text;
    }

    const OutputOptions m_options;
    const bool m_visible;
    const bool m_colours;
};

class NdjsonWriter final : public EventWriter
{
public:
    using EventWriter::EventWriter;

    void write(const StoredBatch& stored, std::size_t row) override
    {
        put(eventJson(stored, row));
        put("\n");
    }
};

class RawWriter final : public EventWriter
{
public:
    explicit RawWriter(const OutputOptions& options)
        : EventWriter(options.descriptor)
        , m_end(options.endWithNul ? '\0' : '\n')
        , m_visible(makesVisible(options))
    {
    }
    void write(const StoredBatch& stored, std::size_t row) override
    {
        // The payload of a message with many records stands at its first.
        if (stored.batch->record(row).value_or(0) > 0)
            return;
        const auto payload = stored.batch->payload(row);
        put(m_visible ? visibleText(payload) : payload);
        put({&m_end, 1});
    }

private:
    const char m_end;
    const bool m_visible;
};

class CsvWriter final : public EventWriter
{
public:
    explicit CsvWriter(const OutputOptions& options)
        : EventWriter(options.descriptor)
        , m_fields(options.fields.empty() ? std::vector<std::string>{"time", "severity", "source",
                                                                     "service.name", "body"}
                                          : options.fields)
    {
    }
    void begin() override
    {
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            put((i == 0 ? "" : ",") + csvCell(m_fields[i]));
        put("\r\n");
    }
    void write(const StoredBatch& stored, std::size_t row) override
    {
        for (std::size_t i = 0; i < m_fields.size(); ++i)
            put((i == 0 ? "" : ",") + csvCell(fieldText(stored, row, m_fields[i]).value_or("")));
        put("\r\n");
    }

private:
    const std::vector<std::string> m_fields;
};

} // namespace

std::optional<Format> parseFormat(std::string_view name)
{
    for (const auto& [known, format] :
         {std::pair("text", Format::Text), std::pair("ndjson", Format::Ndjson),
          std::pair("csv", Format::Csv), std::pair("table", Format::Table),
          std::pair("raw", Format::Raw)}) {
        if (name == known)
            return format;
    }
    return std::nullopt;
}

bool makesVisible(const OutputOptions& options)
{
    return !options.untouched && isatty(options.descriptor) == 1;
}

void EventWriter::put(std::string_view text)
{
    m_buffer += text;
    if (m_buffer.size() >= bufferBytes)
        flush();
}

bool EventWriter::flush()
{
    std::string_view rest = m_buffer;
    while (!rest.empty() && m_failure == 0) {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            m_failure = errno;
        else
            rest.remove_prefix(static_cast<std::size_t>(written));
    }
    m_buffer.clear();
    return m_failure == 0;
}

std::unique_ptr<EventWriter> makeEventWriter(const OutputOptions& options)
{
    switch (options.format) {
    case Format::Ndjson:
        return std::make_unique<NdjsonWriter>(options.descriptor);
    case Format::Csv:
        return std::make_unique<CsvWriter>(options);
    case Format::Raw:
        return std::make_unique<RawWriter>(options);
    default:
        return std::make_unique<TextWriter>(options);
    }
}

std::string csvCell(std::string_view text)
{
    std::string cell;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos
        && !isNumber(text))
        cell = "'";
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos)
        return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

} // namespace weir::cli
