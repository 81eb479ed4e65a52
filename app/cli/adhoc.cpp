// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/adhoc.h"

#include "app/cli/programs.h"
#include "core/config/config.h"
#include "core/config/paths.h"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

namespace weir::cli {

namespace {

std::vector<std::string> collectorArguments(const std::filesystem::path& index,
                                            const std::vector<std::string>& sources,
                                            const std::filesystem::path& config)
{
    // An empty configuration of its own: rules and limits of the user's are not meant for a look.
    std::vector<std::string> arguments{"--index",   index.string(),
                                       "--config",  (index / "config").string(),
                                       "--formats", (config / "formats").string()};
    for (const std::string& source : sources)
        arguments.insert(arguments.end(), {"--source-url", source});
    return arguments;
}

} // namespace

bool isSource(const std::string& argument)
{
    if (argument == "-" || argument.find("://") != std::string::npos)
        return true;
    std::error_code ignored;
    return std::filesystem::exists(argument, ignored);
}

std::optional<std::string> problemOf(const std::string& source)
{
    const auto parsed = parseSourceUrl(source, std::chrono::system_clock::now());
    if (const auto* problem = std::get_if<ConfigProblem>(&parsed))
        return fmt::format("{}: {}", source, problem->message);
    return std::nullopt;
}

std::filesystem::path newAdHocIndex()
{
    return cacheFolder() / fmt::format("adhoc-{}", getpid());
}

AdHocCollection::AdHocCollection(std::filesystem::path index, bool keep)
    : m_index(std::move(index))
    , m_keep(keep)
{
}

AdHocCollection::AdHocCollection(AdHocCollection&& other) noexcept
    : m_index(std::move(other.m_index))
    , m_keep(std::exchange(other.m_keep, true))
    , m_collector(std::exchange(other.m_collector, -1))
{
}

AdHocCollection::~AdHocCollection()
{
    if (m_collector > 0)
        stopChild(m_collector);
    std::error_code ignored;
    if (!m_keep)
        std::filesystem::remove_all(m_index, ignored);
}

Result<AdHocCollection> AdHocCollection::untilEnd(const std::vector<std::string>& sources,
                                                  bool keep, const std::filesystem::path& config)
{
    AdHocCollection collection(newAdHocIndex(), keep);
    auto arguments = collectorArguments(collection.m_index, sources, config);
    arguments.emplace_back("--until-end");
    const auto child = startChild("weir-collector", arguments);
    if (!child)
        return child.error();
    if (const int code = waitForChild(*child); code != 0)
        return Error{Error::Code::Unreachable, "weir-collector",
                     fmt::format("ended with exit code {}", code)};
    return collection;
}

Result<AdHocCollection> AdHocCollection::following(const std::vector<std::string>& sources,
                                                   bool keep, const std::filesystem::path& config)
{
    AdHocCollection collection(newAdHocIndex(), keep);
    const auto child =
        startChild("weir-collector", collectorArguments(collection.m_index, sources, config));
    if (!child)
        return child.error();
    collection.m_collector = *child;
    return collection;
}

} // namespace weir::cli
