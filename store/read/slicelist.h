// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/read/slicereader.h"
#include "store/slicefiles.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// The slices of an index, open for reading, as meta.db lists them now; by the names of the files
/// where there is no meta.db.
///
/// Thread: one.
class SliceList final
{
public:
    /// Told what is damaged.
    using Report = std::function<void(const Error&)>;

    SliceList(std::filesystem::path folder, Report report);

    /// First call. NotFound when there is no index.
    Result<Done> open();
    /// In place of open() where the folder is a file: a slice outside of any index, which never
    /// changes.
    Result<Done> openAlone();
    /// Opens slices that are new, closes those that have gone or whose file is another one now: the
    /// numbers of the latter. Cheap when nothing has changed.
    Result<std::vector<std::int64_t>> refresh();

    const std::vector<std::unique_ptr<SliceReader>>& all() const { return m_slices; } ///< ascending
    SliceReader* find(std::int64_t slice) const;
    /// The highest number of a slice that cannot be opened; 0 without one.
    std::int64_t newestDamaged() const { return m_newestDamaged; }

private:
    Result<bool> listChanged();
    Result<std::vector<SliceFile>> listSlices();
    Result<bool> update(std::vector<std::int64_t>& gone);
    Result<bool> openSlice(const SliceFile& slice);

    const std::filesystem::path m_folder;
    const Report m_report;
    bool m_isAlone = false;
    std::unique_ptr<Connection> m_meta; ///< null: the slices are found by their names
    std::int64_t m_metaVersion = -1;
    std::vector<std::unique_ptr<SliceReader>> m_slices;
    std::set<std::string> m_damaged; ///< files that are not tried again
    std::int64_t m_newestDamaged = 0;
};

} // namespace weir
