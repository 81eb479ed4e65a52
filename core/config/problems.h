// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/config/tomlvalue.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// Collects what is wrong with one file.
class Problems final
{
public:
    explicit Problems(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }

    void error(TomlPlace place, std::string message)
    {
        ++m_errors;
        m_problems.push_back({m_file, place.line, place.column, std::move(message), false});
    }

    void warning(TomlPlace place, std::string message)
    {
        m_problems.push_back({m_file, place.line, place.column, std::move(message), true});
    }

    /// Whether a part of the file is sound is told by asking before and after it.
    std::size_t errorCount() const { return m_errors; }
    const std::filesystem::path& file() const { return m_file; }
    /// In the order of the file.
    std::vector<ConfigProblem> take();

private:
    std::filesystem::path m_file;
    std::size_t m_errors = 0;
    std::vector<ConfigProblem> m_problems;
};

} // namespace weir
