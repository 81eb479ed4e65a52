// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace weir::bench {

double median(std::vector<double> values);
/// The value below which `share` (0..1) of the values lie. Precondition: values is not empty.
double percentile(std::vector<double> values, double share);

/// One figure beside its baseline from the same run.
struct Row
{
    std::string what;
    double ours = 0;
    std::string oursName;
    double baseline = 0; ///< 0: there is none
    std::string baselineName;
    std::string unit;
    std::string note;
    double inProcess = 0; ///< ours without the start of a process; 0: not measured

    double ratio() const { return baseline > 0 ? ours / baseline : 0; }
    double inProcessRatio() const { return baseline > 0 ? inProcess / baseline : 0; }
};

/// What a bench has measured, as a table for people and as JSON for programs.
class Report final
{
public:
    explicit Report(std::string title)
        : m_title(std::move(title))
    {
    }

    void add(Row row) { m_rows.push_back(std::move(row)); }
    const std::vector<Row>& rows() const { return m_rows; }
    void fact(std::string name, std::string value)
    {
        m_facts.emplace_back(std::move(name), std::move(value));
    }

    std::string table() const;
    std::string json() const;

private:
    std::string m_title;
    std::vector<std::pair<std::string, std::string>> m_facts;
    std::vector<Row> m_rows;
};

} // namespace weir::bench
