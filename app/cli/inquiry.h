// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/adhoc.h"
#include "app/cli/readoptions.h"
#include "store/read/parallelscan.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace weir::cli {

/// What was asked, and of what: arguments and options of a command that reads, understood.
struct Inquiry
{
    SourcesAndQuery what;
    Question question;
};

/// InvalidInput as sortArguments() and ask() say.
Result<Inquiry> inquiryOf(const ReadOptions& options, const RangeOptions& range);

/// The index that an inquiry is put to, open: an exported file, one of the sources on the command
/// line, which are read up to their end first, or else the user's.
/// Thread: that of the reader.
class AskedIndex final
{
public:
    static Result<AskedIndex> open(const SourcesAndQuery& what, const ReadOptions& options,
                                   const Globals& globals);

    const std::filesystem::path& folder() const { return m_folder; }
    IndexReader& reader() const { return *m_reader; }

private:
    AskedIndex() = default;

    std::optional<AdHocCollection> m_collection; ///< goes last, and its index with it
    std::filesystem::path m_folder;
    std::unique_ptr<IndexReader> m_reader;
};

/// How little was looked at, as a line.
std::string explanation(const ScanFigures& figures);

} // namespace weir::cli
