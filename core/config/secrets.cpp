// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include "core/descriptor.h"
#include "core/config/readers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

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

/// Empty when only we can read the open file, else what is wrong with it.
std::string faultOfSecretFile(int descriptor)
{
    struct stat facts{};
    if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return "this is no file that can be read";
    if (facts.st_uid != geteuid())
        return "this file belongs to somebody else; a secret is read only from a file of one's own";
    if ((facts.st_mode & 077) != 0)
        return "others may open this file; make it yours alone with chmod 600";
    return {};
}

/// As many bytes as there are, at most `most`; nothing when they cannot be read.
std::optional<std::size_t> readAll(int descriptor, char* to, std::size_t most)
{
    std::size_t size = 0;
    while (size < most) {
        const ssize_t count = read(descriptor, to + size, most - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    return size;
}

/// The content of a file without the newline that editors put at its end.
Resolved fromFile(const std::string& path)
{
    const Descriptor file(open(expandHome(path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0)
        return problem(fmt::format("${{file:{}}}: this file cannot be read", path));
    if (const std::string fault = faultOfSecretFile(file.get()); !fault.empty())
        return problem(fmt::format("${{file:{}}}: {}", path, fault));
    std::array<char, 64 * 1024 + 1> content{};
    const auto size = readAll(file.get(), content.data(), content.size());
    std::string text(content.data(), size.value_or(0));
    explicit_bzero(content.data(), content.size());
    if (!size)
        return problem(fmt::format("${{file:{}}}: this file cannot be read", path));
    if (*size == content.size())
        return problem(fmt::format("${{file:{}}}: this file is too large for a secret", path));
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    return text;
}

Resolved fromKeyring(const std::string& key, const KeyringReader& keyring)
{
    if (!keyring)
        return problem(fmt::format("${{keyring:{}}}: only the collector looks into the keyring", key));
    auto value = keyring(key);
    if (auto* fault = std::get_if<ConfigProblem>(&value))
        fault->message = fmt::format("${{keyring:{}}}: {}", key, fault->message);
    return value;
}

Resolved resolve(const std::string& reference, const KeyringReader& keyring)
{
    if (reference.starts_with("env:"))
        return fromEnvironment(reference.substr(4));
    if (reference.starts_with("file:"))
        return fromFile(reference.substr(5));
    if (reference.starts_with("keyring:"))
        return fromKeyring(reference.substr(8), keyring);
    return problem(fmt::format(
        "${{{}}} is no reference; write ${{env:NAME}}, ${{file:PATH}} or ${{keyring:KEY}}",
        reference));
}

} // namespace

std::string expandHome(const std::string& path)
{
    const char* home = std::getenv("HOME");
    return home && path.starts_with("~/") ? home + path.substr(1) : path;
}

std::variant<std::string, ConfigProblem> resolveSecret(const std::string& text,
                                                       const KeyringReader& keyring)
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
        auto value = resolve(text.substr(begin + 2, end - begin - 2), keyring);
        if (std::holds_alternative<ConfigProblem>(value))
            return value;
        out += std::get<std::string>(value);
        done = end + 1;
    }
}

} // namespace weir
