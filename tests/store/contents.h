// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/seqwalk.h"
#include "tests/store/describe.h"
#include "tests/store/support.h"

#include <string>
#include <vector>

namespace weir::test {

constexpr EventSeq everything{~std::uint64_t{0}};

/// Every event of some batches, described.
inline std::vector<std::string> describedAll(const std::vector<StoredBatch>& batches)
{
    std::vector<std::string> events;
    for (const StoredBatch& stored : batches) {
        for (std::size_t row = 0; row < stored.batch->size(); ++row)
            events.push_back(described(stored, row));
    }
    return events;
}

/// Every event of an index in the order of seq, described; an error as a text.
inline std::vector<std::string> contentsOf(IndexReader& reader)
{
    std::vector<std::string> events;
    const auto walked = walkBySeq(reader, EventSeq{}, everything,
                                  [&](const StoredBatch& stored, std::size_t from, std::size_t to) {
                                      for (std::size_t row = from; row < to; ++row)
                                          events.push_back(described(stored, row));
                                      return Done{};
                                  });
    return walked ? events : std::vector<std::string>{errorOf(walked)};
}

inline std::vector<std::string> contentsOf(const std::filesystem::path& folder)
{
    const auto reader = IndexReader::open(folder);
    return reader ? contentsOf(**reader) : std::vector<std::string>{errorOf(reader)};
}

} // namespace weir::test
