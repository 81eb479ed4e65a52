// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/timepoint.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// Names of the files of an index folder; docs/file-format.md says what they are.
struct SliceFile
{
    std::int64_t number = 0;
    std::filesystem::path file;
};

std::filesystem::path metaFileIn(const std::filesystem::path& folder);

/// `events-000017-20261123T14.db`
std::string sliceFileName(std::int64_t number, TimePoint created);
std::optional<std::int64_t> sliceNumberOf(const std::string& fileName);

/// How often a slice has been written anew: 0 as it was begun, in WAL mode; from 1 on, as in
/// `events-000017-20261123T14-1.db`, the file is sealed and never changes.
int sliceRevisionOf(const std::filesystem::path& file);
inline bool isSealed(const std::filesystem::path& file)
{
    return sliceRevisionOf(file) > 0;
}
std::filesystem::path nextRevisionOf(const std::filesystem::path& file);
/// While it is being written it has a name that no slice has.
std::filesystem::path unfinished(const std::filesystem::path& file);
/// Removes what a writer that died has left: unfinished files, and logs whose slice is gone.
Result<Done> removeLeftovers(const std::filesystem::path& folder);

/// Whether a file is a slice by its first bytes, whatever its name.
bool isSliceFile(const std::filesystem::path& file);

/// Whether every other try meets the same: the file is damaged or a newer Weir's, which readers report.
inline bool isOfTheFile(const Error& error)
{
    return error.code == Error::Code::Corrupt || error.code == Error::Code::TooNew;
}

/// All slice files of a folder, ascending by number, then revision.
Result<std::vector<SliceFile>> listSliceFiles(const std::filesystem::path& folder);
/// Of each number the newest file alone.
std::vector<SliceFile> newestRevisions(const std::vector<SliceFile>& files);

/// Bytes on disk of a database: the file, its -wal and its -shm; 0 for what is not there.
std::uint64_t bytesOnDisk(const std::filesystem::path& file);

/// The file and what SQLite has left beside it. What is not there is no error.
Result<Done> removeDatabase(const std::filesystem::path& file);

/// Makes what was written to a file durable; with a folder, the names in it. Not for a database
/// file itself: closing a second descriptor of one drops SQLite's locks on it.
Result<Done> syncToDisk(const std::filesystem::path& path);

} // namespace weir
