// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/windowconfig.h"

#include "core/config/tablereader.h"
#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t mostStrokes = 4; ///< of one shortcut, one after another

const std::vector<std::string_view> modifiers{"Ctrl", "Shift", "Alt", "Meta"};
const std::vector<std::string_view> namedKeys{
    "Space", "Tab",  "Backtab", "Return", "Enter", "Esc",  "Home", "End",  "PgUp",
    "PgDown", "Left", "Right",   "Up",     "Down",  "Ins",  "Del",  "Backspace", "Menu",
    "Pause",  "Print"};

bool isFunctionKey(std::string_view key)
{
    if (key.size() < 2 || key.size() > 3 || key.front() != 'F')
        return false;
    int number = 0;
    for (const char digit : key.substr(1)) {
        if (digit < '0' || digit > '9')
            return false;
        number = number * 10 + (digit - '0');
    }
    return number >= 1 && number <= 35;
}

bool isOneCharacter(std::string_view key)
{
    if (key.empty() || static_cast<unsigned char>(key.front()) <= 0x20)
        return false;
    const auto isContinuation = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; };
    return std::all_of(key.begin() + 1, key.end(), isContinuation);
}

std::string faultOfStroke(std::string_view stroke)
{
    std::vector<std::string_view> seen;
    while (true) {
        // `Ctrl++` is the plus with Ctrl.
        const auto plus = stroke.find('+', 1);
        if (plus == std::string_view::npos)
            break;
        const std::string_view modifier = stroke.substr(0, plus);
        if (std::find(modifiers.begin(), modifiers.end(), modifier) == modifiers.end())
            return fmt::format("'{}' is no key to be held{}", modifier,
                               suggestion(modifier, modifiers));
        if (std::find(seen.begin(), seen.end(), modifier) != seen.end())
            return fmt::format("'{}' is there twice", modifier);
        seen.push_back(modifier);
        stroke.remove_prefix(plus + 1);
    }
    if (isOneCharacter(stroke) || isFunctionKey(stroke)
        || std::find(namedKeys.begin(), namedKeys.end(), stroke) != namedKeys.end())
        return {};
    if (stroke.empty())
        return "a key is missing";
    return fmt::format("'{}' is no key{}", stroke, suggestion(stroke, namedKeys));
}

bool isId(std::string_view id)
{
    const auto dot = id.find('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < id.size()
        && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || c == '.';
           });
}

void readNumber(TableReader& reader, std::string_view key, int least, int most, int& number)
{
    const TomlValue* value = reader.find(key);
    if (!value)
        return;
    if (value->kind != TomlValue::Kind::Integer || value->integer < least || value->integer > most)
        reader.problems().error(
            value->place, fmt::format("'{}' must be a whole number from {} to {}", key, least, most));
    else
        number = static_cast<int>(value->integer);
}

void readWindow(const TomlValue& table, Problems& problems, WindowConfig& window)
{
    TableReader reader(table, problems);
    reader.readChoice("theme", {"system", "dark", "light"}, window.theme);
    readNumber(reader, "zoom", 100, 200, window.zoom);
    readNumber(reader, "font_size", 9, 24, window.fontSize);
    readNumber(reader, "event_font_size", 9, 24, window.eventFontSize);
    reader.read("zone", window.zone);
    reader.readChoice("time", {"time", "datetime", "relative", "delta"}, window.time);
    reader.readChoice("density", {"compact", "normal", "roomy"}, window.density);
    reader.read("wrap", window.wraps);
    reader.finish();
}

/// The texts of one binding with their places; nothing when it is neither a text nor a list of them.
std::vector<const TomlValue*> textsOf(const TomlMember& member, Problems& problems)
{
    std::vector<const TomlValue*> texts;
    const auto add = [&](const TomlValue& value) {
        if (value.kind == TomlValue::Kind::String)
            texts.push_back(&value);
        else if (value.kind == TomlValue::Kind::Table)
            problems.error(member.place,
                           fmt::format("write the whole name in quotes, such as \"{}.{}\"",
                                       member.key,
                                       value.members.empty() ? "x" : value.members.front().key));
        else
            problems.error(value.place,
                           fmt::format("keys are a string or a list of strings, not {}",
                                       describe(value.kind)));
    };
    if (member.value.kind == TomlValue::Kind::Array)
        std::for_each(member.value.items.begin(), member.value.items.end(), add);
    else
        add(member.value);
    return texts;
}

void readKeys(const TomlValue& table, Problems& problems, WindowConfig& window)
{
    for (const TomlMember& member : table.members) {
        const std::size_t errorsBefore = problems.errorCount();
        std::vector<std::string> keys;
        for (const TomlValue* text : textsOf(member, problems)) {
            if (text->text.empty())
                continue; // none at all
            const std::string fault = faultOfKeys(text->text);
            if (fault.empty())
                keys.push_back(text->text);
            else
                problems.error(text->place, fmt::format("'{}': {}", text->text, fault));
        }
        if (problems.errorCount() == errorsBefore && !isId(member.key))
            problems.error(member.place,
                           fmt::format("'{}' is no name of a command; they are written as "
                                       "\"where.what\"",
                                       member.key));
        if (problems.errorCount() == errorsBefore)
            window.keys.emplace(member.key, std::move(keys));
    }
}

} // namespace

std::string faultOfKeys(std::string_view keys)
{
    std::size_t strokes = 0;
    while (true) {
        const auto comma = keys.find(", ", 1);
        const std::string fault = faultOfStroke(keys.substr(0, comma));
        if (!fault.empty())
            return fault;
        if (++strokes > mostStrokes)
            return "more than four keys one after another";
        if (comma == std::string_view::npos)
            return {};
        keys.remove_prefix(comma + 2);
    }
}

WindowConfig readWindowConfig(const TomlValue& file, Problems& problems)
{
    WindowConfig window;
    TableReader reader(file, problems);
    if (const TomlValue* table = reader.table("window"))
        readWindow(*table, problems, window);
    if (const TomlValue* table = reader.table("keys"))
        readKeys(*table, problems, window);
    return window;
}

std::optional<WindowConfig> parseWindowConfig(std::string_view weirToml)
{
    const auto parsed = parseToml(weirToml);
    const auto* file = std::get_if<TomlValue>(&parsed);
    Problems unsaid{{}};
    return file ? std::optional(readWindowConfig(*file, unsaid)) : std::nullopt;
}

} // namespace weir
