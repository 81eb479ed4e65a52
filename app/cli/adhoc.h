// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weir::cli {

/// Whether an argument names a source (a URL, `-`, a file that exists) and not a query.
bool isSource(const std::string& argument);

/// Why a source cannot be used, as a sentence; nothing when it can.
std::optional<std::string> problemOf(const std::string& source);

/// A folder for the index of sources given on the command line, below the cache folder.
std::filesystem::path newAdHocIndex();

/// A private collector on a private index for sources given on the command line. Both end with it.
class AdHocCollection final
{
public:
    /// Reads everything up to the end that is there now, and waits for that. Of the user's configuration
    /// only the formats of their own count.
    static Result<AdHocCollection> untilEnd(const std::vector<std::string>& sources, bool keep,
                                            const std::filesystem::path& config);
    /// Starts to collect and goes on in the background.
    static Result<AdHocCollection> following(const std::vector<std::string>& sources, bool keep,
                                             const std::filesystem::path& config);

    AdHocCollection(AdHocCollection&& other) noexcept;
    AdHocCollection& operator=(AdHocCollection&&) = delete;
    AdHocCollection(const AdHocCollection&) = delete;
    AdHocCollection& operator=(const AdHocCollection&) = delete;
    ~AdHocCollection();

    const std::filesystem::path& index() const { return m_index; }

private:
    AdHocCollection(std::filesystem::path index, bool keep);

    std::filesystem::path m_index;
    bool m_keep;
    pid_t m_collector = -1;
};

} // namespace weir::cli
