// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <map>
#include <string>
#include <vector>

namespace weir {

/// The dashboards there are, through all edits of their files: a file that cannot be read keeps what
/// it said last, and its problem is told. A value; Thread: whoever holds it.
class DashboardSet final
{
public:
    /// What the configuration folder says now. True when a dashboard differs from before.
    bool update(const Configuration& configuration);

    const std::vector<DashboardConfig>& dashboards() const { return m_dashboards; }
    /// Errors of dashboard files, as found.
    const std::vector<ConfigProblem>& problems() const { return m_problems; }

private:
    std::vector<DashboardConfig> m_dashboards; ///< by title, then file
    std::vector<ConfigProblem> m_problems;
};

/// Whether two say the same.
bool isSame(const DashboardConfig& a, const DashboardConfig& b);

} // namespace weir
