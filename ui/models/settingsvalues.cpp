// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingsvalues.h"

#include "core/config/tomlvalue.h"
#include "core/timepoint.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::array<std::string_view, 3> themes{"system", "dark", "light"};
constexpr std::array<std::string_view, 4> times{"time", "datetime", "relative", "delta"};
constexpr std::array<std::string_view, 3> densities{"compact", "normal", "roomy"};
constexpr std::uint64_t leastMemory = std::uint64_t{64} << 20;
constexpr std::string_view unlimited = "unlimited";

const TomlValue* valueAt(const TomlValue& table, const TomlPath& path)
{
    const TomlValue* value = &table;
    for (const std::string& key : path) {
        const TomlMember* member = value->member(key);
        if (member == nullptr)
            return nullptr;
        value = &member->value;
    }
    return value;
}

std::string textAt(const TomlValue& table, const TomlPath& path)
{
    const TomlValue* value = valueAt(table, path);
    if (value == nullptr)
        return {};
    return value->kind == TomlValue::Kind::Integer ? std::to_string(value->integer) : value->text;
}

/// Collects what differs in one table.
struct Edits
{
    explicit Edits(std::string table)
        : changes{std::move(table), {}}
    {
    }

    /// `usual`: the default, which is not written.
    template<typename Value, typename Text>
    void add(TomlPath path, const Value& before, const Value& after, const Value& usual, Text text)
    {
        if (before == after)
            return;
        TomlEdit edit{std::move(path), {}};
        if (after != usual)
            edit.value = text(after);
        changes.edits.push_back(std::move(edit));
    }

    TableEdits changes;
};

template<std::size_t count>
auto wordOf(const std::array<std::string_view, count>& words)
{
    return [&words](auto choice) {
        return tomlString(words.at(static_cast<std::size_t>(choice)));
    };
}

const auto number = [](int value) { return std::to_string(value); };
const auto truth = [](bool value) { return std::string(value ? "true" : "false"); };
const auto quoted = [](const std::string& text) { return tomlString(text); };

} // namespace

SettingsValues readSettings(std::string_view weirToml)
{
    SettingsValues values;
    values.window = parseWindowConfig(weirToml).value_or(WindowConfig{});
    const auto parsed = parseToml(weirToml);
    const auto* file = std::get_if<TomlValue>(&parsed);
    if (file == nullptr)
        return values;
    values.age = textAt(*file, {"index", "retention", "age"});
    values.size = textAt(*file, {"index", "retention", "size"});
    values.memory = textAt(*file, {"collector", "memory_limit"});
    const TomlValue* background = valueAt(*file, {"collector", "background"});
    values.background = background != nullptr && background->truth;
    return values;
}

std::vector<TableEdits> editsBetween(const SettingsValues& before, const SettingsValues& after)
{
    const WindowConfig usual;
    const WindowConfig& was = before.window;
    const WindowConfig& is = after.window;
    Edits window("window");
    window.add({"theme"}, was.theme, is.theme, usual.theme, wordOf(themes));
    window.add({"zoom"}, was.zoom, is.zoom, usual.zoom, number);
    window.add({"font_size"}, was.fontSize, is.fontSize, usual.fontSize, number);
    window.add({"event_font_size"}, was.eventFontSize, is.eventFontSize, usual.eventFontSize, number);
    window.add({"zone"}, was.zone, is.zone, usual.zone, quoted);
    window.add({"time"}, was.time, is.time, usual.time, wordOf(times));
    window.add({"density"}, was.density, is.density, usual.density, wordOf(densities));
    window.add({"wrap"}, was.wraps, is.wraps, usual.wraps, truth);
    Edits index("index");
    index.add({"retention", "age"}, before.age, after.age, std::string(), quoted);
    index.add({"retention", "size"}, before.size, after.size, std::string(), quoted);
    Edits collector("collector");
    collector.add({"background"}, before.background, after.background, false, truth);
    collector.add({"memory_limit"}, before.memory, after.memory, std::string(), quoted);
    std::vector<TableEdits> all;
    for (Edits* edits : {&window, &index, &collector}) {
        if (!edits->changes.edits.empty())
            all.push_back(std::move(edits->changes));
    }
    return all;
}

SettingsValues mergedSettings(const SettingsValues& shown, const SettingsValues& wanted,
                              SettingsValues now)
{
    const auto take = [](const auto& before, const auto& here, auto& there, auto... values) {
        ((there.*values = here.*values == before.*values ? there.*values : here.*values), ...);
    };
    take(shown, wanted, now, &SettingsValues::age, &SettingsValues::size, &SettingsValues::memory,
         &SettingsValues::background);
    using Window = WindowConfig;
    take(shown.window, wanted.window, now.window, &Window::theme, &Window::zoom, &Window::fontSize,
         &Window::eventFontSize, &Window::zone, &Window::time, &Window::density, &Window::wraps);
    return now;
}

std::string linesOf(const std::vector<TableEdits>& edits)
{
    std::string text;
    for (const TableEdits& table : edits) {
        text += (text.empty() ? "[" : "\n[") + table.table + "]\n";
        for (const TomlEdit& edit : table.edits) {
            std::string key;
            for (const std::string& part : edit.path)
                key += (key.empty() ? "" : ".") + part;
            text += edit.value ? key + " = " + *edit.value + "\n" : "# without " + key + "\n";
        }
    }
    return text;
}

std::string faultOfAge(const std::string& text)
{
    const auto age = parseDuration(text);
    if (text.empty() || text == unlimited || (age && *age > Nanoseconds{}))
        return {};
    return "write for instance 12h, 7d or unlimited";
}

std::string faultOfSize(const std::string& text)
{
    if (text.empty() || text == unlimited || parseSize(text))
        return {};
    return "write for instance 500MB, 20GB or unlimited";
}

std::string faultOfMemory(const std::string& text)
{
    const auto size = parseSize(text);
    if (text.empty() || (size && *size >= leastMemory))
        return {};
    return "write a size of at least 64MiB";
}

std::string faultOfZone(const std::string& text)
{
    if (text == "UTC" || text == "local" || QTimeZone(QByteArray::fromStdString(text)).isValid())
        return {};
    return "write UTC, local, or a name such as Europe/Paris";
}

} // namespace weir
