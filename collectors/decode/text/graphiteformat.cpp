// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/graphiteformat.h"

#include "collectors/decode/records.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/textvalue.h"

#include <array>

namespace weir {

namespace {

constexpr const char* noGraphite = "not lines of path, value and seconds";
constexpr double firstTime = 100'000'000; ///< in 1973: smaller numbers are something else

/// Three words; nothing else.
bool takeWords(std::string_view line, std::array<std::string_view, 3>& words)
{
    for (std::string_view& word : words) {
        line = trimmed(line);
        word = line.substr(0, line.find_first_of(" \t"));
        line.remove_prefix(word.size());
        if (word.empty())
            return false;
    }
    return line.empty();
}

} // namespace

const char* GraphiteFormat::refuse(const Content& content) const
{
    std::string_view rest = content.bytes;
    std::string_view line;
    std::array<std::string_view, 3> words;
    return takeLine(rest, line) && takeWords(line, words) && anyNumber(words[1])
        ? faultOfText(content)
        : noGraphite;
}

const char* GraphiteFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    std::string_view rest = content.bytes;
    std::string_view line;
    std::array<std::string_view, 3> words;
    while (takeLine(rest, line)) {
        if (!takeWords(line, words))
            return noGraphite;
        const auto value = anyNumber(words[1]);
        const auto seconds = anyNumber(words[2]);
        if (!value || !seconds || (*seconds < firstTime && words[2] != "-1"))
            return noGraphite;
        const std::string_view path = words[0].substr(0, words[0].find(';'));
        if (path.empty() || path.find_first_of("={}\"") != std::string_view::npos)
            return noGraphite;
        if (const char* fault = readTags(words[0].substr(path.size()), content))
            return fault;
        if (!records.next())
            return Records::tooMany;
        LineEvent event(content, builder);
        event.time(*seconds < 0 ? std::nullopt : timeByMagnitude(*seconds));
        builder.setMetric(content.piece(path), *value, {}, MetricType::Unknown);
        for (const Label& label : m_labels)
            builder.addField(label.name, ValueType::String, label.value);
    }
    return records.count() > 0 ? nullptr : noGraphite;
}

const char* GraphiteFormat::readTags(std::string_view tags, const Content& content)
{
    m_labels.clear();
    while (!tags.empty()) {
        tags.remove_prefix(1); // the semicolon
        const std::string_view tag = tags.substr(0, tags.find(';'));
        tags.remove_prefix(tag.size());
        const std::size_t equals = tag.find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == tag.size())
            return "a tag is not name=value";
        m_labels.push_back(
            {labelField(tag.substr(0, equals)), content.piece(tag.substr(equals + 1))});
    }
    return nullptr;
}

} // namespace weir
