// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/importpipeline.h"
#include "app/cli/slicehandover.h"
#include "collectors/file/importreader.h"
#include "core/config/config.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace weir::cli {

struct ImportOptions
{
    std::vector<std::string> files;
    std::string source; ///< empty: the file's name
    std::string format; ///< empty: that of the configured source of this name, else auto
    bool json = false;
};

/// Brings files into an index, one after another.
/// Thread: the main one.
class FileImport final
{
public:
    /// `stop` outlives it.
    FileImport(const ImportOptions& options, const Configuration& configuration,
               std::unique_ptr<SliceHandover> slices, const std::atomic<bool>& stop);

    struct Outcome
    {
        std::string file;
        std::string source;
        std::uint64_t events = 0;
        std::int64_t from = 0; ///< bytes of the content, unpacked
        std::int64_t to = 0;
        double seconds = 0;
        bool isComplete = false; ///< read to its end
        std::optional<Error> error;
    };
    /// Reads a file to its end. What it holds is in the index after finish() only.
    Outcome add(const std::string& file);
    Result<Done> finish();
    std::uint64_t adopted() const { return m_slices->adopted(); }

private:
    ImportTarget targetOf(const std::string& file) const;
    /// Not Done: nothing may be imported that is to be redacted.
    Result<Done> giveTagKey(RedactRules& rules) const;
    Result<KnownFiles*> knownOf(const std::string& source);
    Result<Done> read(ImportReader& reader, ImportTarget target, Outcome& outcome);

    const ImportOptions& m_options;
    const Configuration& m_configuration;
    const std::filesystem::path m_index;
    const std::atomic<bool>& m_stop;
    const std::unique_ptr<SliceHandover> m_slices;
    std::map<std::string, KnownFiles> m_known; ///< by source
    ImportPipeline m_pipeline; // last: its threads use what is above
};

} // namespace weir::cli
