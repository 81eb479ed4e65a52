// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/csv.h"

#include <fstream>
#include <iterator>
#include <string_view>

namespace weir::bench {

namespace {

/// Reads one field and says whether another one of its row follows.
bool readField(std::string_view& left, std::string& field)
{
    bool isQuoted = false;
    while (!left.empty()) {
        const char c = left.front();
        left.remove_prefix(1);
        if (c == '"') {
            if (isQuoted && left.starts_with('"')) {
                field.push_back('"');
                left.remove_prefix(1);
            } else {
                isQuoted = !isQuoted;
            }
        } else if (!isQuoted && c == ',') {
            return true;
        } else if (!isQuoted && c == '\n') {
            return false;
        } else if (isQuoted || c != '\r') {
            field.push_back(c);
        }
    }
    return false;
}

} // namespace

Result<std::vector<std::vector<std::string>>> readCsv(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error{Error::Code::NotFound, file.string(), "cannot be read"};
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    std::string_view left = content;
    std::vector<std::vector<std::string>> rows;
    while (!left.empty()) {
        auto& row = rows.emplace_back();
        while (readField(left, row.emplace_back())) { }
    }
    return rows;
}

} // namespace weir::bench
