// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace weir {

/// `INDEX/incoming/`: where slices wait that somebody else than the writer has made.
namespace incoming {

constexpr const char* sealed = ".db";
constexpr const char* unfinished = ".part";

std::filesystem::path folderIn(const std::filesystem::path& index);

/// Whether it is the name of a sealed slice and nothing more, such as a path to somewhere else.
bool isSealedName(const std::string& name);

/// Sealed slices whose maker has ended without having them adopted; removes the rest of what such
/// makers have left. Somebody else may find the same ones, and adopt them first.
std::vector<std::filesystem::path> leftOvers(const std::filesystem::path& index);

} // namespace incoming

/// The right to make slices for an index: names that nobody else uses, and a lock that says that
/// their maker still lives, whatever becomes of it.
/// Thread: one at a time.
class IncomingFolder final
{
public:
    /// Makes the folders (0700) when they are missing.
    static Result<std::unique_ptr<IncomingFolder>> join(const std::filesystem::path& index);
    ~IncomingFolder();
    IncomingFolder(const IncomingFolder&) = delete;
    IncomingFolder& operator=(const IncomingFolder&) = delete;

    /// Of the next slice, without an ending.
    std::filesystem::path nextName();

private:
    IncomingFolder(std::filesystem::path maker, int lock);

    const std::filesystem::path m_maker; ///< what all its names begin with
    const Descriptor m_lock;
    int m_slices = 0;
};

} // namespace weir
