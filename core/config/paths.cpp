// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/paths.h"

#include <cstdlib>
#include <system_error>

namespace weir {

namespace {

std::filesystem::path fromEnvironment(const char* variable)
{
    const char* value = std::getenv(variable);
    std::filesystem::path path = value != nullptr ? value : "";
    // The specification: a relative path is to be ignored.
    return path.is_absolute() ? path : std::filesystem::path();
}

std::filesystem::path home()
{
    const auto path = fromEnvironment("HOME");
    return path.empty() ? std::filesystem::path("/") : path;
}

std::filesystem::path folder(const char* variable, const char* belowHome)
{
    const auto given = fromEnvironment(variable);
    return (given.empty() ? home() / belowHome : given) / "weir";
}

} // namespace

std::filesystem::path defaultConfigFolder()
{
    return folder("XDG_CONFIG_HOME", ".config");
}

std::filesystem::path defaultIndexFolder()
{
    return folder("XDG_DATA_HOME", ".local/share");
}

std::filesystem::path cacheFolder()
{
    return folder("XDG_CACHE_HOME", ".cache");
}

std::filesystem::path stateFolder()
{
    return folder("XDG_STATE_HOME", ".local/state");
}

std::filesystem::path runtimeFolder()
{
    const auto given = fromEnvironment("XDG_RUNTIME_DIR");
    return given.empty() ? given : given / "weir";
}

std::filesystem::path programFolder()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

std::filesystem::path resourceFolder()
{
    const auto given = fromEnvironment("WEIR_RESOURCES");
    if (!given.empty())
        return given;
    const auto installed = programFolder().parent_path() / "share" / "weir";
    std::error_code error;
    return std::filesystem::is_directory(installed, error) ? installed : WEIR_SOURCE_RESOURCES;
}

} // namespace weir
