// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace weir::cli {

/// A file that appears under its name only once it is whole: until then it lies beside, and it is
/// removed when it is given up. Only the user may read it.
/// Thread: one.
class NewFile final
{
public:
    static Result<std::unique_ptr<NewFile>> create(const std::filesystem::path& file);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    int descriptor() const { return m_descriptor.get(); }
    /// Where it is until commit().
    const std::filesystem::path& path() const { return m_temporary; }
    Result<Done> write(std::string_view bytes);
    /// On the disk, under its name, in place of what had it.
    Result<Done> commit();

private:
    NewFile(std::filesystem::path file, std::filesystem::path temporary, int descriptor);

    const std::filesystem::path m_file;
    const std::filesystem::path m_temporary;
    const Descriptor m_descriptor;
    bool m_isCommitted = false;
};

} // namespace weir::cli
