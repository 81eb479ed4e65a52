// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/statsdformat.h"

#include "collectors/decode/records.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/scan.h"
#include "collectors/decode/text/textvalue.h"

#include <algorithm>
#include <array>

namespace weir {

/// One line of a metric.
struct StatsdFormat::Sample
{
    std::string_view name;
    std::string_view values; ///< several, with colons between them
    std::string_view type;
    double rate = 1;
    std::optional<TimePoint> time;
    std::string_view container;
};

namespace {

constexpr const char* noStatsd = "not lines of name:value|type";
constexpr std::array<std::string_view, 7> types{"c", "g", "ms", "h", "d", "s", "m"};

/// What stands before the next `|`, which is taken too.
std::string_view takePart(std::string_view& rest)
{
    const std::size_t end = rest.find('|');
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return part;
}

bool isMetricName(std::string_view name)
{
    return !name.empty() && name.find_first_of(" \t|#@\"{}=") == std::string_view::npos;
}

std::optional<TimePoint> secondsTime(std::string_view text)
{
    const auto seconds = wholeNumber(text);
    return seconds && *seconds > 0 ? timeByMagnitude(*seconds) : std::nullopt;
}

/// `_e{5,4}:`: the lengths in bytes of a title and a text.
bool takeEventHead(Scan& scan, std::size_t& title, std::size_t& text)
{
    std::string_view first;
    std::string_view second;
    if (!scan.take("_e{") || !scan.takeDigits(first) || !scan.take(",") || !scan.takeDigits(second)
        || !scan.take("}:"))
        return false;
    const auto titleSize = wholeNumber(first);
    const auto textSize = wholeNumber(second);
    if (!titleSize || !textSize)
        return false;
    title = static_cast<std::size_t>(*titleSize);
    text = static_cast<std::size_t>(*textSize);
    return true;
}

Severity severityOfAlert(std::string_view type)
{
    return type == "error" ? Severity::Error : type == "warning" ? Severity::Warn : Severity::Info;
}

} // namespace

const char* StatsdFormat::refuse(const Content& content) const
{
    std::string_view rest = content.bytes;
    std::string_view line;
    return takeLine(rest, line) && line.find('|') != std::string_view::npos ? faultOfText(content)
                                                                            : noStatsd;
}

const char* StatsdFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    m_written = 0;
    std::string_view rest = content.bytes;
    std::string_view line;
    while (takeLine(rest, line)) {
        m_labels.clear();
        const bool isEvent = line.starts_with("_e{");
        const bool isCheck = line.starts_with("_sc|");
        if ((isEvent || isCheck) && !records.next())
            return Records::tooMany;
        const char* fault = isEvent ? readEvent(line, content, builder)
            : isCheck               ? readCheck(line, content, builder)
                                    : readMetric(line, content, builder, records);
        if (fault)
            return fault;
    }
    return records.count() > 0 ? nullptr : noStatsd;
}

const char* StatsdFormat::readMetric(std::string_view line, const Content& content,
                                     EventBatchBuilder& builder, Records& records)
{
    Sample sample;
    const std::string_view named = takePart(line);
    const std::size_t colon = named.find(':');
    if (colon == std::string_view::npos)
        return noStatsd;
    sample.name = named.substr(0, colon);
    sample.values = named.substr(colon + 1);
    sample.type = takePart(line);
    if (!isMetricName(sample.name) || std::ranges::find(types, sample.type) == types.end())
        return noStatsd;
    while (!line.empty()) {
        if (const char* fault = readSuffix(takePart(line), content, sample))
            return fault;
    }
    std::string_view values = sample.values;
    do {
        const std::string_view value =
            values.substr(0, sample.type == "s" ? values.npos : values.find(':'));
        values.remove_prefix(std::min(value.size() + 1, values.size()));
        if (!records.next())
            return Records::tooMany;
        m_written += m_labels.size();
        if (m_written > mostLabelsOfMessage)
            return tooManyLabels;
        if (const char* fault = writeValue(sample, value, content, builder))
            return fault;
    } while (!values.empty());
    return nullptr;
}

const char* StatsdFormat::readSuffix(std::string_view suffix, const Content& content,
                                     Sample& sample)
{
    if (suffix.starts_with('@')) {
        sample.rate = anyNumber(suffix.substr(1)).value_or(0);
        return sample.rate > 0 && sample.rate <= 1 ? nullptr
                                                   : "a sample rate is not between 0 and 1";
    }
    if (suffix.starts_with('#'))
        readTags(suffix.substr(1), content);
    else if (suffix.starts_with("c:"))
        sample.container = suffix.substr(2);
    else if (suffix.starts_with('T'))
        sample.time = secondsTime(suffix.substr(1));
    else if (!suffix.starts_with("e:")
             && !suffix.starts_with("card:")) // the sender's own bookkeeping
        return noStatsd;
    return nullptr;
}

void StatsdFormat::readTags(std::string_view tags, const Content& content)
{
    while (!tags.empty()) {
        const std::string_view tag = tags.substr(0, tags.find(','));
        tags.remove_prefix(std::min(tag.size() + 1, tags.size()));
        const std::string_view name = tag.substr(0, tag.find(':'));
        if (name.empty())
            continue;
        // A tag without a value is there: that is all it says.
        const bool hasValue = name.size() + 1 < tag.size();
        m_labels.push_back(
            {labelField(name), hasValue ? content.piece(tag.substr(name.size() + 1)) : ArenaRef{}});
    }
}

const char* StatsdFormat::writeValue(const Sample& sample, std::string_view value,
                                     const Content& content, EventBatchBuilder& builder)
{
    const bool isSet = sample.type == "s";
    const auto number = anyNumber(value);
    if (isSet ? value.empty() : !number)
        return "a value is not a number";
    const bool isCount = sample.type == "c" || sample.type == "m";
    const bool isGauge = sample.type == "g";
    LineEvent event(content, builder);
    event.time(sample.time);
    builder.setMetric(content.piece(sample.name),
                      isSet         ? 1
                          : isCount ? *number / sample.rate
                                    : *number,
                      sample.type == "ms" ? builder.append("ms") : ArenaRef{},
                      isGauge ? MetricType::Gauge : MetricType::Unknown);
    event.text("statsd.type", sample.type);
    if (isSet)
        event.text("member", value);
    if (isGauge && (value.front() == '+' || value.front() == '-'))
        event.truth("delta", true);
    event.text("container", sample.container);
    for (const Label& label : m_labels) {
        if (label.value.length > 0)
            builder.addField(label.name, ValueType::String, label.value);
        else
            event.truth(label.name, true);
    }
    return nullptr;
}

const char* StatsdFormat::readEvent(std::string_view line, const Content& content,
                                    EventBatchBuilder& builder)
{
    constexpr const char* fault = "an event is not _e{length,length}:title|text";
    Scan scan(line);
    std::size_t titleSize = 0;
    std::size_t textSize = 0;
    if (!takeEventHead(scan, titleSize, textSize))
        return fault;
    const std::string_view rest = scan.rest();
    if (titleSize >= rest.size() || rest[titleSize] != '|'
        || textSize > rest.size() - titleSize - 1)
        return fault;
    const std::string_view title = rest.substr(0, titleSize);
    const std::string_view text = rest.substr(titleSize + 1, textSize);
    std::string_view options = rest.substr(titleSize + 1 + textSize);
    if (!options.empty() && options.front() != '|')
        return fault;
    LineEvent event(content, builder);
    event.time(std::nullopt);
    event.severity(Severity::Info);
    while (!options.empty()) {
        options.remove_prefix(1);
        const std::string_view option = options.substr(0, options.find('|'));
        options.remove_prefix(option.size());
        if (option.starts_with('#'))
            readTags(option.substr(1), content);
        else if (option.starts_with("d:"))
            event.time(secondsTime(option.substr(2)));
        else if (option.starts_with("t:"))
            event.severity(severityOfAlert(option.substr(2)));
        else if (option.starts_with("h:"))
            event.text("host.name", option.substr(2));
        else if (option.starts_with("k:"))
            event.text("aggregation_key", option.substr(2));
        else if (option.starts_with("p:"))
            event.text("priority", option.substr(2));
        else if (option.starts_with("s:"))
            event.text("source_type", option.substr(2));
    }
    event.text("title", title);
    for (const Label& label : m_labels)
        builder.addField(label.name, ValueType::String, label.value);
    if (text.find("\\n") == std::string_view::npos) {
        event.body(text.empty() ? title : text);
        return nullptr;
    }
    m_unescaped.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isNewline = text.substr(i, 2) == "\\n";
        m_unescaped.push_back(isNewline ? '\n' : text[i]);
        i += isNewline ? 1U : 0U;
    }
    builder.setBody(builder.append(m_unescaped));
    return nullptr;
}

const char* StatsdFormat::readCheck(std::string_view line, const Content& content,
                                    EventBatchBuilder& builder)
{
    constexpr std::array severities{Severity::Info, Severity::Warn, Severity::Error,
                                    Severity::Unset};
    takePart(line); // _sc
    const std::string_view check = takePart(line);
    const std::string_view state = takePart(line);
    if (check.empty() || state.size() != 1 || state.front() < '0' || state.front() > '3')
        return "a service check is not _sc|name|0–3";
    LineEvent event(content, builder);
    event.time(std::nullopt);
    event.severity(severities.at(static_cast<std::size_t>(state.front() - '0')));
    event.text("check", check);
    event.typed("status", state);
    event.body(check);
    while (!line.empty()) {
        // The message is the last part, so it may hold bars.
        if (line.starts_with("m:")) {
            event.body(line.substr(2));
            break;
        }
        const std::string_view option = takePart(line);
        if (option.starts_with('#'))
            readTags(option.substr(1), content);
        else if (option.starts_with("d:"))
            event.time(secondsTime(option.substr(2)));
        else if (option.starts_with("h:"))
            event.text("host.name", option.substr(2));
    }
    for (const Label& label : m_labels)
        builder.addField(label.name, ValueType::String, label.value);
    return nullptr;
}

} // namespace weir
