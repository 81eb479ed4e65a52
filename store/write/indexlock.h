// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <chrono>
#include <filesystem>
#include <memory>

namespace weir {

/// The folder of an index or one in it, with mode 0700; one that is there stays as it is.
Result<Done> makePrivateFolder(const std::filesystem::path& folder);

/// Holds `INDEX/lock` with flock for as long as it lives; made by the collector before the writer. The file
/// stays: removing it would let two processes lock two files of one name.
class IndexLock final
{
public:
    /// Creates the folder (0700) when missing. Busy when another process holds it: the detail
    /// names its pid. `patience`: how long to wait for it, as an import holds it for moments.
    static Result<std::unique_ptr<IndexLock>> acquire(const std::filesystem::path& folder,
                                                      std::chrono::milliseconds patience = {});

private:
    explicit IndexLock(int descriptor);
    const Descriptor m_descriptor;
};

} // namespace weir
