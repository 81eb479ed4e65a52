// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/config/problems.h"
#include "core/config/readers.h"
#include "core/config/tomlvalue.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace weir {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largestFile = std::uintmax_t{16} << 20;

/// The content, or what is wrong.
std::variant<std::string, std::string> contentOf(const fs::path& path)
{
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (!failed && size > largestFile)
        return std::variant<std::string, std::string>(std::in_place_index<1>,
                                                      "this file is larger than 16 MiB");
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (failed || !file.is_open() || file.bad())
        return std::variant<std::string, std::string>(std::in_place_index<1>,
                                                      "this file cannot be read");
    return std::variant<std::string, std::string>(std::in_place_index<0>, text.str());
}

std::optional<TomlValue> parseFile(Problems& problems)
{
    const auto content = contentOf(problems.file());
    if (content.index() == 1) {
        problems.error({}, std::get<1>(content));
        return std::nullopt;
    }
    auto parsed = parseToml(std::get<0>(content));
    if (const auto* fault = std::get_if<TomlFault>(&parsed)) {
        problems.error(fault->place, fault->message);
        return std::nullopt;
    }
    return std::move(std::get<TomlValue>(parsed));
}

/// The *.toml of a folder by name; hidden ones are editors' business.
std::vector<fs::path> tomlFiles(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end;
         it.increment(failed)) {
        const std::string name = it->path().filename().string();
        if (name.ends_with(".toml") && !name.starts_with('.'))
            files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// A file with an error counts by its own name: the source that uses it has no fault of its own.
std::vector<std::string> formatNames(const fs::path& folder,
                                     const std::vector<UserFormatFile>& formats)
{
    std::vector<std::string> names;
    for (const fs::path& file : tomlFiles(folder)) {
        const auto read = std::ranges::find(formats, file, &UserFormatFile::file);
        names.push_back(read != formats.end() ? read->format.name : file.stem().string());
    }
    return names;
}

/// Parses one file and gives its table to `read(table, problems)`.
template<typename Read>
void readFile(const fs::path& path, std::vector<ConfigProblem>& all, Read read)
{
    Problems problems(path);
    if (const auto table = parseFile(problems))
        read(*table, problems);
    auto found = problems.take();
    all.insert(all.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.end()));
}

/// `kind`: `view`, `set of highlights`.
template<typename Named>
void addNamed(Named item, std::string_view kind, Problems& problems, std::vector<Named>& items)
{
    const auto same = std::ranges::find(items, item.name, &Named::name);
    if (same == items.end())
        items.push_back(std::move(item));
    else
        problems.error({},
                       fmt::format("there is a {} '{}' in {} already", kind, item.name,
                                   same->file.filename().string()));
}

void addFormat(UserFormatFile format, Problems& problems, std::vector<UserFormatFile>& formats)
{
    const auto same = std::ranges::find_if(formats, [&](const UserFormatFile& other) {
        return other.format.name == format.format.name;
    });
    if (same == formats.end())
        formats.push_back(std::move(format));
    else
        problems.error({},
                       fmt::format("there is a format '{}' in {} already", format.format.name,
                                   same->file.filename().string()));
}

void warnOfMissingSets(const ViewConfig& view, const TomlValue& table,
                       const std::vector<HighlightSet>& sets, Problems& problems)
{
    const TomlMember* list = table.member("highlights");
    for (std::size_t i = 0; list && i < view.highlights.size(); ++i) {
        if (std::ranges::find(sets, view.highlights[i], &HighlightSet::name) == sets.end())
            problems.warning(list->value.items[i].place,
                             fmt::format("there is no set of highlights '{}'", view.highlights[i]));
    }
}

void readViews(const fs::path& folder, Configuration& all)
{
    for (const fs::path& file : tomlFiles(folder / "highlights"))
        readFile(file, all.problems, [&](const TomlValue& table, Problems& problems) {
            if (auto set = readHighlightSet(table, problems))
                addNamed(std::move(*set), "set of highlights", problems, all.highlights);
        });
    for (const fs::path& file : tomlFiles(folder / "views"))
        readFile(file, all.problems, [&](const TomlValue& table, Problems& problems) {
            auto view = readView(table, problems);
            if (!view)
                return;
            warnOfMissingSets(*view, table, all.highlights, problems);
            addNamed(std::move(*view), "view", problems, all.views);
        });
}

} // namespace

Configuration loadViews(const fs::path& folder)
{
    Configuration all;
    readViews(folder, all);
    return all;
}

std::vector<ConfigProblem> Problems::take()
{
    std::stable_sort(m_problems.begin(), m_problems.end(),
                     [](const ConfigProblem& left, const ConfigProblem& right) {
                         return std::pair(left.line, left.column)
                             < std::pair(right.line, right.column);
                     });
    return std::exchange(m_problems, {});
}

std::string ConfigProblem::text() const
{
    std::string place = file.string();
    if (line > 0)
        place += fmt::format("{}{}:{}", place.empty() ? "" : ":", line, column);
    if (!place.empty())
        place += ": ";
    return place + (isWarning ? "warning: " : "error: ") + message;
}

bool Configuration::hasErrors() const
{
    return std::any_of(problems.begin(), problems.end(),
                       [](const ConfigProblem& problem) { return !problem.isWarning; });
}

std::vector<UserFormatFile> loadUserFormats(const fs::path& folder,
                                            std::vector<ConfigProblem>& problems)
{
    std::vector<UserFormatFile> formats;
    for (const fs::path& file : tomlFiles(folder))
        readFile(file, problems, [&](const TomlValue& table, Problems& found) {
            if (auto format = readUserFormat(table, found))
                addFormat(std::move(*format), found, formats);
        });
    return formats;
}

void useFormats(const std::vector<UserFormatFile>& formats, SourceConfig& source)
{
    source.userFormats.clear();
    for (const UserFormatFile& file : formats) {
        if (source.format == "auto" || source.format == file.format.name)
            source.userFormats.push_back(file.format);
    }
}

Configuration parseConfiguration(std::string_view weirToml, const fs::path& folder)
{
    Configuration all;
    all.formats = loadUserFormats(folder / "formats", all.problems);
    Problems problems{fs::path()};
    const auto parsed = parseToml(weirToml);
    if (const auto* fault = std::get_if<TomlFault>(&parsed))
        problems.error(fault->place, fault->message);
    else
        all.weir = readWeirConfig(std::get<TomlValue>(parsed),
                                  formatNames(folder / "formats", all.formats), problems);
    for (SourceConfig& source : all.weir.sources)
        useFormats(all.formats, source);
    std::ranges::move(problems.take(), std::back_inserter(all.problems));
    return all;
}

Configuration loadConfiguration(const fs::path& folder)
{
    Configuration all;
    all.formats = loadUserFormats(folder / "formats", all.problems);
    std::error_code ignored; // what cannot be looked at is reported when it is opened
    const fs::path main = folder / "weir.toml";
    if (fs::exists(fs::symlink_status(main, ignored)))
        readFile(main, all.problems, [&](const TomlValue& table, Problems& problems) {
            all.weir =
                readWeirConfig(table, formatNames(folder / "formats", all.formats), problems);
        });
    for (SourceConfig& source : all.weir.sources)
        useFormats(all.formats, source);
    for (const fs::path& file : tomlFiles(folder / "alerts")) {
        if (!file.filename().string().ends_with(".test.toml"))
            readFile(file, all.problems, [&](const TomlValue& table, Problems& problems) {
                readAlerts(table, problems, all.alerts);
            });
    }
    for (const fs::path& file : tomlFiles(folder / "dashboards"))
        readFile(file, all.problems, [&](const TomlValue& table, Problems& problems) {
            all.dashboards.push_back(readDashboard(table, problems));
        });
    readViews(folder, all);
    return all;
}

} // namespace weir
