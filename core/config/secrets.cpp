// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/config/readers.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace weir {

namespace {

using Resolved = std::variant<std::string, ConfigProblem>;

ConfigProblem problem(std::string message)
{
    ConfigProblem problem;
    problem.message = std::move(message);
    return problem;
}

Resolved fromEnvironment(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    if (!value)
        return problem(fmt::format("${{env:{}}}: this environment variable is not set", name));
    return std::string(value);
}

/// The content of a file without the newline that editors put at its end.
Resolved fromFile(const std::string& path)
{
    std::array<char, 64 * 1024> content{};
    std::ifstream file(expandHome(path), std::ios::binary);
    file.read(content.data(), content.size());
    if (file.bad() || !file.is_open() || (!file.eof() && file.fail()))
        return problem(fmt::format("${{file:{}}}: this file cannot be read", path));
    if (!file.eof())
        return problem(fmt::format("${{file:{}}}: this file is too large for a secret", path));
    std::string text(content.data(), static_cast<std::size_t>(file.gcount()));
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    return text;
}

Resolved resolve(const std::string& reference)
{
    if (reference.starts_with("env:"))
        return fromEnvironment(reference.substr(4));
    if (reference.starts_with("file:"))
        return fromFile(reference.substr(5));
    if (reference.starts_with("keyring:"))
        return problem(
            fmt::format("${{{}}}: the keyring is not supported yet; use ${{env:NAME}} or "
                        "${{file:PATH}}",
                        reference));
    return problem(
        fmt::format("${{{}}} is no reference; write ${{env:NAME}} or ${{file:PATH}}", reference));
}

} // namespace

std::string expandHome(const std::string& path)
{
    const char* home = std::getenv("HOME");
    return home && path.starts_with("~/") ? home + path.substr(1) : path;
}

std::variant<std::string, ConfigProblem> resolveSecret(const std::string& text)
{
    std::string out;
    std::size_t done = 0;
    while (true) {
        const std::size_t begin = text.find("${", done);
        if (begin == std::string::npos)
            return out.append(text, done);
        const std::size_t end = text.find('}', begin);
        // Not the text itself: it may be a secret that begins like a reference.
        if (end == std::string::npos)
            return problem("a reference has no closing brace");
        out.append(text, done, begin - done);
        auto value = resolve(text.substr(begin + 2, end - begin - 2));
        if (std::holds_alternative<ConfigProblem>(value))
            return value;
        out += std::get<std::string>(value);
        done = end + 1;
    }
}

} // namespace weir
