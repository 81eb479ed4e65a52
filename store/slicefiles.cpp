// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"

#include "core/descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

namespace weir {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "events-";
constexpr std::string_view suffix = ".db";
constexpr std::string_view unfinishedSuffix = ".db.new";

Error::Code codeOf(const std::error_code& failed)
{
    if (failed == std::errc::permission_denied || failed == std::errc::read_only_file_system)
        return Error::Code::Denied;
    return failed == std::errc::no_such_file_or_directory ? Error::Code::NotFound : Error::Code::Io;
}

bool isLeftover(const fs::path& path)
{
    const std::string text = path.string();
    for (const std::string_view log : {"-wal", "-shm"}) {
        std::error_code failed;
        if (text.ends_with(log) && !fs::exists(text.substr(0, text.size() - log.size()), failed))
            return true;
    }
    return path.filename().string().find(unfinishedSuffix) != std::string::npos;
}

} // namespace

fs::path metaFileIn(const fs::path& folder)
{
    return folder / "meta.db";
}

std::string sliceFileName(std::int64_t number, TimePoint created)
{
    const auto day = std::chrono::floor<std::chrono::days>(created);
    const std::chrono::year_month_day date(day);
    const auto hour = std::chrono::floor<std::chrono::hours>(created - day);
    return fmt::format("{}{:06}-{:04}{:02}{:02}T{:02}{}", prefix, number,
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), hour.count(), suffix);
}

std::optional<std::int64_t> sliceNumberOf(const std::string& fileName)
{
    const std::string_view name = fileName;
    if (!name.starts_with(prefix) || !name.ends_with(suffix))
        return std::nullopt;
    const auto digits = name.substr(prefix.size());
    std::int64_t number = 0;
    const auto [end, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc{} || *end != '-' || number < 1)
        return std::nullopt;
    return number;
}

int sliceRevisionOf(const fs::path& file)
{
    // events-NUMBER-HOUR.db or events-NUMBER-HOUR-REVISION.db
    const std::string name = file.stem().string();
    const auto parts = std::count(name.begin(), name.end(), '-');
    int revision = 0;
    if (parts > 2)
        std::from_chars(name.data() + name.rfind('-') + 1, name.data() + name.size(), revision);
    return revision;
}

fs::path nextRevisionOf(const fs::path& file)
{
    const int revision = sliceRevisionOf(file);
    std::string name = file.stem().string();
    if (revision > 0)
        name.erase(name.rfind('-'));
    return file.parent_path() / fmt::format("{}-{}{}", name, revision + 1, suffix);
}

fs::path unfinished(const fs::path& file)
{
    return file.parent_path() / (file.stem().string().append(unfinishedSuffix));
}

Result<Done> removeLeftovers(const fs::path& folder)
{
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with(prefix) && isLeftover(entry->path()))
            found.push_back(entry->path());
    }
    for (std::size_t i = 0; !failed && i < found.size(); ++i)
        fs::remove(found[i], failed);
    return failed ? Error{codeOf(failed), folder.string(), failed.message()} : Result<Done>(Done{});
}

std::vector<SliceFile> newestRevisions(const std::vector<SliceFile>& files)
{
    std::vector<SliceFile> newest;
    for (const SliceFile& file : files) {
        if (newest.empty() || newest.back().number != file.number)
            newest.push_back(file);
        else
            newest.back() = file;
    }
    return newest;
}

bool isSliceFile(const fs::path& file)
{
    constexpr std::string_view magic("SQLite format 3\0", 16);
    constexpr std::string_view kind = "WeiS"; // application_id, where SQLite keeps it
    constexpr std::size_t kindAt = 68;
    std::array<char, kindAt + kind.size()> first{};
    std::ifstream stream(file, std::ios::binary);
    return stream.read(first.data(), first.size())
        && std::string_view(first.data(), magic.size()) == magic
        && std::string_view(first.data() + kindAt, kind.size()) == kind;
}

Result<std::vector<SliceFile>> listSliceFiles(const fs::path& folder)
{
    std::vector<SliceFile> files;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (const auto number = sliceNumberOf(entry->path().filename().string()))
            files.push_back({*number, entry->path()});
    }
    if (failed)
        return Error{codeOf(failed), folder.string(), failed.message()};
    std::sort(files.begin(), files.end(), [](const SliceFile& a, const SliceFile& b) {
        return std::pair(a.number, sliceRevisionOf(a.file))
            < std::pair(b.number, sliceRevisionOf(b.file));
    });
    return files;
}

std::uint64_t bytesOnDisk(const fs::path& file)
{
    std::uint64_t bytes = 0;
    for (const char* end : {"", "-wal", "-shm"}) {
        std::error_code failed;
        const auto size = fs::file_size(file.string() + end, failed);
        bytes += failed ? 0 : size;
    }
    return bytes;
}

Result<Done> removeDatabase(const fs::path& file)
{
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
        std::error_code failed;
        fs::remove(file.string() + end, failed);
        if (failed)
            return Error{codeOf(failed), file.string() + end, failed.message()};
    }
    return Done{};
}

Result<Done> syncToDisk(const fs::path& path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return errno == ENOENT ? Result<Done>(Done{})
                               : Error{Error::Code::Io, path.string(), std::strerror(errno)};
    if (::fsync(file.get()) != 0)
        return Error{Error::Code::Io, path.string(), std::strerror(errno)};
    return Done{};
}

} // namespace weir
