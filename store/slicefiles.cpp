// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"

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

namespace weir {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "events-";
constexpr std::string_view suffix = ".db";

Error::Code codeOf(const std::error_code& failed)
{
    if (failed == std::errc::permission_denied || failed == std::errc::read_only_file_system)
        return Error::Code::Denied;
    return failed == std::errc::no_such_file_or_directory ? Error::Code::NotFound : Error::Code::Io;
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
    std::sort(files.begin(), files.end(),
              [](const SliceFile& a, const SliceFile& b) { return a.number < b.number; });
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
    for (const char* end : {"", "-wal", "-shm"}) {
        std::error_code failed;
        fs::remove(file.string() + end, failed);
        if (failed)
            return Error{codeOf(failed), file.string() + end, failed.message()};
    }
    return Done{};
}

Result<Done> syncToDisk(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == ENOENT ? Result<Done>(Done{})
                               : Error{Error::Code::Io, path.string(), std::strerror(errno)};
    const bool synced = ::fsync(descriptor) == 0;
    const int failure = errno;
    ::close(descriptor);
    if (!synced)
        return Error{Error::Code::Io, path.string(), std::strerror(failure)};
    return Done{};
}

} // namespace weir
