// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queryhistory.h"

#include "ui/models/filereplace.h"

#include <algorithm>
#include <system_error>

namespace weir {

namespace {

using Queries = std::vector<std::string>;

constexpr int mostTries = 20; ///< while other windows write the same file

Queries linesOf(const std::string& text)
{
    Queries lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from)
            lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

void putLast(Queries& queries, const std::string& query)
{
    std::erase(queries, query);
    queries.push_back(query);
    if (queries.size() > QueryHistory::most)
        queries.erase(queries.begin(),
                      queries.end() - static_cast<std::ptrdiff_t>(QueryHistory::most));
}

/// What the file holds and what is to be added. What cannot be written is remembered all the same.
Queries keepIn(const std::filesystem::path& file, const Queries& added)
{
    std::error_code error;
    if (std::filesystem::create_directories(file.parent_path(), error))
        std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, error);
    for (int tries = 0;; ++tries) {
        const auto before = readTextFile(file);
        Queries queries = before ? linesOf(*before) : Queries();
        for (const std::string& query : added)
            putLast(queries, query);
        if (!before || added.empty())
            return queries;
        std::string text;
        for (const std::string& query : queries)
            text += query + '\n';
        // Another window may have written in between: with what it wrote once more.
        if (text == *before || replaceTextFile(file, *before, text) || tries == mostTries)
            return queries;
    }
}

} // namespace

QueryHistory::QueryHistory(std::filesystem::path folder, std::function<void()> changed)
    : m_file(std::move(folder) / "queries")
    , m_worker(std::move(changed))
{
    keep();
}

void QueryHistory::add(const std::string& query)
{
    if (query.empty() || query.find('\n') != std::string::npos
        || (!m_all.empty() && m_all.back() == query))
        return;
    putLast(m_added, query);
    putLast(m_all, query);
    keep();
}

void QueryHistory::keep()
{
    m_worker.ask([file = m_file, added = m_added] { return keepIn(file, added); });
}

void QueryHistory::takeOver()
{
    if (auto all = m_worker.take())
        m_all = std::move(*all);
}

} // namespace weir
