// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/dashboardset.h"

#include <algorithm>
#include <tuple>

namespace weir {

namespace {

bool isSamePanel(const PanelConfig& a, const PanelConfig& b)
{
    return std::tie(a.title, a.type, a.query, a.at, a.unit)
        == std::tie(b.title, b.type, b.query, b.at, b.unit);
}

} // namespace

bool isSame(const DashboardConfig& a, const DashboardConfig& b)
{
    return a.file == b.file && a.title == b.title
        && std::equal(a.panels.begin(), a.panels.end(), b.panels.begin(), b.panels.end(),
                      isSamePanel);
}

bool DashboardSet::update(const Configuration& configuration)
{
    m_problems.clear();
    for (const ConfigProblem& problem : configuration.problems) {
        if (!problem.isWarning && problem.file.parent_path().filename() == "dashboards")
            m_problems.push_back(problem);
    }
    const auto isWrong = [this](const std::filesystem::path& file) {
        return std::any_of(m_problems.begin(), m_problems.end(),
                           [&](const ConfigProblem& problem) { return problem.file == file; });
    };
    const auto fileIs = [](const std::filesystem::path& file) {
        return [&file](const DashboardConfig& dashboard) {
            return dashboard.file == file;
        };
    };

    std::vector<DashboardConfig> next;
    for (const DashboardConfig& old : m_dashboards) {
        if (isWrong(old.file))
            next.push_back(old);
    }
    for (const DashboardConfig& dashboard : configuration.dashboards) {
        if (std::none_of(next.begin(), next.end(), fileIs(dashboard.file)))
            next.push_back(dashboard);
    }
    std::sort(next.begin(), next.end(), [](const DashboardConfig& a, const DashboardConfig& b) {
        return std::tie(a.title, a.file) < std::tie(b.title, b.file);
    });
    const bool isChanged =
        !std::equal(next.begin(), next.end(), m_dashboards.begin(), m_dashboards.end(), isSame);
    m_dashboards = std::move(next);
    return isChanged;
}

} // namespace weir
