// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/prometheusformat.h"

#include "collectors/decode/records.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/textvalue.h"

#include <algorithm>

namespace weir {

namespace {

constexpr const char* noPrometheus = "not lines of name{labels} value";
constexpr std::size_t mostLabels = 1000;

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

/// A metric's or a label's name; empty when none stands there.
std::string_view takeName(Scan& scan)
{
    const std::string_view text = scan.rest();
    std::size_t size = 0;
    while (size < text.size() && (isNameStart(text[size]) || (size > 0 && isDigit(text[size]))))
        ++size;
    scan.skip(size);
    return text.substr(0, size);
}

/// The value and, where there is one, the time of a sample; what is behind ` # ` is an exemplar.
struct Value
{
    double number = 0;
    std::optional<TimePoint> time;
};

std::optional<Value> readValue(std::string_view text)
{
    text = trimmed(text.substr(0, text.find(" # ")));
    const std::string_view first = text.substr(0, text.find_first_of(" \t"));
    const std::string_view second = trimmed(text.substr(first.size()));
    const auto number = anyNumber(first);
    if (!number)
        return std::nullopt;
    Value value{*number, {}};
    if (second.empty())
        return value;
    // Prometheus writes milliseconds, OpenMetrics seconds with a fraction: told by the magnitude.
    if (const auto whole = wholeNumber(second))
        value.time = timeByMagnitude(*whole);
    else if (const auto seconds = anyNumber(second))
        value.time = timeByMagnitude(*seconds);
    return value.time ? std::optional(value) : std::nullopt;
}

/// `{"my.metric"` and then a comma or the brace: in JSON a colon would follow.
bool beginsWithQuotedName(std::string_view text)
{
    Scan scan(text);
    std::string_view name;
    if (!scan.take("{\"") || !scan.takeUntil("\"", name))
        return false;
    scan.takeSpaces(0);
    return scan.peek() == ',' || scan.peek() == '}';
}

} // namespace

const char* PrometheusFormat::refuse(const Content& content) const
{
    std::string_view rest = content.bytes;
    std::string_view line;
    const bool mayBegin = takeLine(rest, line)
        && (line.front() == '#' || isNameStart(line.front()) || beginsWithQuotedName(line));
    return mayBegin ? faultOfText(content) : noPrometheus;
}

const char* PrometheusFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    m_family = {};
    m_isSure = m_isChosen;
    std::string_view rest = content.bytes;
    std::string_view line;
    while (takeLine(rest, line)) {
        if (line.front() == '#') {
            readComment(line);
            continue;
        }
        if (const char* fault = readSample(line, content, builder, records))
            return fault;
    }
    if (records.count() == 0)
        return "no sample in it";
    return m_isSure ? nullptr : "neither a comment nor a label says that it is Prometheus";
}

/// `# TYPE name counter`
void PrometheusFormat::readComment(std::string_view line)
{
    Scan scan(line);
    scan.skip(1);
    std::string_view word;
    std::string_view name;
    scan.takeSpaces(0);
    if (!scan.takeWord(word))
        return;
    if (word == "EOF") {
        m_isSure = true;
        return;
    }
    if (word != "TYPE" && word != "UNIT" && word != "HELP")
        return;
    scan.takeSpaces(0);
    if (!scan.takeWord(name))
        return;
    m_isSure = true;
    if (m_family.name != name)
        m_family = {name, {}, {}};
    scan.takeSpaces(0);
    if (word == "TYPE")
        m_family.type = trimmed(scan.rest());
    else if (word == "UNIT")
        m_family.unit = trimmed(scan.rest());
}

/// What the type of its family makes of a sample: sums and counts of histograms only grow.
MetricType PrometheusFormat::typeOf(std::string_view sample) const
{
    if (m_family.name.empty() || !sample.starts_with(m_family.name))
        return MetricType::Unknown;
    const std::string_view suffix = sample.substr(m_family.name.size());
    const std::string_view type = m_family.type;
    if (type == "counter")
        return suffix.empty() || suffix == "_total" ? MetricType::Counter
            : suffix == "_created"                  ? MetricType::Gauge
                                                    : MetricType::Unknown;
    if (type == "gauge" || type == "info" || type == "stateset")
        return suffix.empty() || suffix == "_info" ? MetricType::Gauge : MetricType::Unknown;
    if (type == "histogram" || type == "summary") {
        if (suffix == "_bucket" || suffix == "_sum" || suffix == "_count")
            return MetricType::Counter;
        return suffix.empty() || suffix == "_created" ? MetricType::Gauge : MetricType::Unknown;
    }
    if (type == "gaugehistogram")
        return suffix == "_bucket" || suffix == "_gsum" || suffix == "_gcount"
            ? MetricType::Gauge
            : MetricType::Unknown;
    return MetricType::Unknown;
}

const char* PrometheusFormat::readSample(std::string_view line, const Content& content,
                                         EventBatchBuilder& builder, Records& records)
{
    Scan scan(line);
    const std::string_view name = takeName(scan);
    ArenaRef metric = name.empty() ? ArenaRef{} : content.piece(name);
    m_labels.clear();
    scan.takeSpaces(0);
    if (scan.peek() == '{') {
        if (const char* fault = readLabels(scan, content, builder, metric))
            return fault;
    }
    if (metric.length == 0)
        return noPrometheus;
    const auto value = readValue(scan.rest());
    if (!value)
        return noPrometheus;
    if (!records.next())
        return Records::tooMany;
    LineEvent event(content, builder);
    event.time(value->time);
    const std::string text(name.empty() ? builder.text(metric) : std::string_view());
    const std::string_view fullName = name.empty() ? std::string_view(text) : name;
    const MetricType type = typeOf(fullName);
    const bool isOfFamily = !m_family.name.empty() && fullName.starts_with(m_family.name);
    builder.setMetric(
        metric, value->number,
        isOfFamily && !m_family.unit.empty() ? content.piece(m_family.unit) : ArenaRef{}, type);
    for (const Label& label : m_labels)
        builder.addField(label.name, ValueType::String, label.value);
    return nullptr;
}

/// `{code="200",path="/a\"b"}`; since version 3 a name in quotes without a value is the metric's.
const char* PrometheusFormat::readLabels(Scan& scan, const Content& content,
                                         EventBatchBuilder& builder, ArenaRef& quotedName)
{
    constexpr const char* fault = "its labels are not name=\"value\"";
    scan.skip(1);
    for (;;) {
        scan.takeSpaces(0);
        if (scan.take("}"))
            break;
        bool isWhole = true;
        std::string_view name;
        if (scan.peek() == '"') {
            const ArenaRef quoted = takeQuoted(scan, content, builder, isWhole);
            scan.takeSpaces(0);
            if (isWhole && scan.peek() != '=' && quotedName.length == 0) {
                quotedName = quoted;
                m_isSure = true;
                scan.take(",");
                continue;
            }
            // A label's name must outlive the sample: only one without escapes is a piece of the
            // content.
            if (quoted.offset < content.place.offset
                || quoted.offset + quoted.length > content.place.offset + content.place.length)
                return fault;
            name = content.bytes.substr(quoted.offset - content.place.offset, quoted.length);
        } else {
            name = takeName(scan);
            scan.takeSpaces(0);
        }
        if (!isWhole || name.empty() || !scan.take("="))
            return fault;
        scan.takeSpaces(0);
        const ArenaRef value = takeQuoted(scan, content, builder, isWhole);
        if (!isWhole || m_labels.size() == mostLabels)
            return fault;
        m_labels.push_back({labelField(name), value});
        scan.takeSpaces(0);
        if (!scan.take(",") && scan.peek() != '}')
            return fault;
    }
    m_isSure = m_isSure || !m_labels.empty();
    return nullptr;
}

ArenaRef PrometheusFormat::takeQuoted(Scan& scan, const Content& content,
                                      EventBatchBuilder& builder, bool& isWhole)
{
    const std::string_view text = scan.rest();
    isWhole = false;
    if (text.empty() || text.front() != '"')
        return {};
    std::size_t end = 1;
    bool hasEscapes = false;
    while (end < text.size() && text[end] != '"') {
        hasEscapes = hasEscapes || text[end] == '\\';
        end += text[end] == '\\' ? 2U : 1U;
    }
    if (end >= text.size())
        return {};
    isWhole = true;
    scan.skip(end + 1);
    const std::string_view inside = text.substr(1, end - 1);
    if (!hasEscapes)
        return content.piece(inside);
    m_unescaped.clear();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        const char next = inside[i] == '\\' && i + 1 < inside.size() ? inside[i + 1] : '\0';
        const bool isEscape = next == 'n' || next == '"' || next == '\\';
        m_unescaped.push_back(next == 'n' ? '\n' : isEscape ? next : inside[i]);
        i += isEscape ? 1U : 0U;
    }
    return builder.append(m_unescaped);
}

} // namespace weir
