// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"

namespace weir {

namespace {

constexpr std::string_view everything = "everything";
constexpr std::string_view last = "last ";
constexpr std::string_view upTo = "..";

void readRange(TableReader& reader, std::optional<ViewRange>& range)
{
    std::string text;
    const TomlValue* value = reader.find("range");
    if (!value)
        return;
    reader.read("range", text);
    if (value->kind != TomlValue::Kind::String)
        return;
    range = parseViewRange(text);
    if (!range)
        reader.problems().error(value->place,
                                "'range' must be \"last 15m\", \"everything\" or two times with .. "
                                "in between");
}

/// One of some words, where the key is written.
template<typename Choice>
void readOptional(TableReader& reader, std::string_view key,
                  const std::vector<std::string_view>& words, std::optional<Choice>& choice)
{
    if (const auto index = reader.indexOfChoice(key, words))
        choice = static_cast<Choice>(*index);
}

void readWrap(TableReader& reader, std::optional<bool>& wraps)
{
    const TomlValue* value = reader.find("wrap");
    if (!value)
        return;
    bool truth = false;
    reader.read("wrap", truth);
    if (value->kind == TomlValue::Kind::Boolean)
        wraps = truth;
}

} // namespace

std::optional<ViewRange> parseViewRange(std::string_view text)
{
    if (text == everything)
        return ViewRange{};
    if (text.starts_with(last)) {
        const auto length = parseDuration(text.substr(last.size()));
        if (!length || *length <= Nanoseconds{})
            return std::nullopt;
        return ViewRange{*length, {}};
    }
    const auto middle = text.find(upTo);
    if (middle == std::string_view::npos)
        return std::nullopt;
    const auto from = parseTime(text.substr(0, middle));
    const auto to = parseTime(text.substr(middle + upTo.size()));
    if (!from || !to || *to <= *from)
        return std::nullopt;
    return ViewRange{{}, TimeRange{*from, *to}};
}

std::string printViewRange(const ViewRange& range)
{
    if (range.fixed)
        return formatTime(range.fixed->from) + std::string(upTo) + formatTime(range.fixed->to);
    return range.last ? std::string(last) + formatDuration(*range.last) : std::string(everything);
}

std::optional<ViewConfig> readView(const TomlValue& file, Problems& problems)
{
    ViewConfig view;
    view.file = problems.file();
    TableReader reader(file, problems);
    reader.readRequired("name", view.name);
    reader.require("query"); // may be empty: everything
    reader.readQuery("query", view.query);
    reader.read("columns", view.columns);
    reader.read("highlights", view.highlights);
    readRange(reader, view.range);
    readWrap(reader, view.wraps);
    readOptional(reader, "density", {"compact", "normal", "roomy"}, view.density);
    readOptional(reader, "time", {"time", "datetime", "relative", "delta"}, view.time);
    reader.read("zone", view.zone);
    reader.finish();
    if (problems.errorCount() > 0)
        return std::nullopt;
    return view;
}

} // namespace weir
