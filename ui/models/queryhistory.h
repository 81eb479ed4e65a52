// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace weir {

/// The queries that were asked, kept in a file of the state folder, a line each: the last `most`, each
/// once, readable by their owner only. Several windows add to the same file.
///
/// Thread: GUI, except for `changed`, which is called in the worker's thread.
class QueryHistory final
{
public:
    static constexpr std::size_t most = 200;

    /// `folder` is made when there is something to keep.
    QueryHistory(std::filesystem::path folder, std::function<void()> changed);

    /// The newest last.
    const std::vector<std::string>& all() const { return m_all; }
    void add(const std::string& query);
    /// Takes over what the worker has read, after `changed`.
    void takeOver();

private:
    void keep();

    const std::filesystem::path m_file;
    std::vector<std::string> m_added; ///< here, so that they go on with what other windows add
    std::vector<std::string> m_all;

    // Last, so destroyed first.
    Background<std::vector<std::string>> m_worker;
};

} // namespace weir
