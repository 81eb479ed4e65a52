// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/retention.h"
#include "store/connection.h"
#include "store/slicefiles.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// What is to go from a slice.
struct DueSources
{
    SliceFile slice;
    std::vector<std::string> sources;
    bool isAll = false; ///< nothing else is in it: it can go as a whole
};

/// Decides what sealed slices hold longer than the retention of their sources says: all events of a
/// source in a slice, or none. Removes nothing.
///
/// A source is due in a slice when the last of its events there is too old, or when newer sealed
/// slices hold as many bytes of it as it may have. So a slice is due once for each age and once for
/// each source with a size, and not event by event.
///
/// Thread: one. Reads each sealed file once, as it never changes: the rows of its blocks, and how long
/// the data of those sources is that have a size.
class SourceRetention final
{
public:
    /// The oldest slice of which something is due; nothing when the policy has no sources. `sealed`
    /// ascends. A file that is damaged or not there is passed over.
    Result<std::optional<DueSources>> next(const RetentionPolicy& policy,
                                           const std::vector<SliceFile>& sealed, TimePoint now);

    /// The file is not looked at again.
    void leave(const std::filesystem::path& file) { m_left.insert(file); }

private:
    struct Part
    {
        TimePoint lastReceived;
        std::optional<std::uint64_t> bytes; ///< once they were asked for
    };
    using Parts = std::map<std::string, Part>; ///< by source

    void forgetAllBut(const std::vector<SliceFile>& sealed);
    Result<Parts*> partsOf(const SliceFile& slice);
    Result<Done> measure(const RetentionPolicy& policy, const SliceFile& slice, Parts& parts);
    static std::optional<DueSources> dueIn(const RetentionPolicy& policy, const SliceFile& slice,
                                           const Parts& parts,
                                           const std::map<std::string, std::uint64_t>& newerBytes,
                                           TimePoint now);

    std::map<std::filesystem::path, Parts> m_parts;
    std::set<std::filesystem::path> m_left;
};

} // namespace weir
