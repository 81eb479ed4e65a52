// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/startconfiguration.h"

#include "app/collector/say.h"
#include "core/clock.h"

namespace weir {

std::optional<Configuration> configurationFor(const CollectorOptions& options)
{
    if (options.urls.empty())
        return loadConfiguration(options.config);
    Configuration configuration;
    configuration.formats = loadUserFormats(options.formats, configuration.problems);
    // A private index lasts as long as who asked for it.
    configuration.weir.retention.index.age.reset();
    for (const std::string& url : options.urls) {
        auto parsed = parseSourceUrl(url, SystemClock().now());
        if (const auto* problem = std::get_if<ConfigProblem>(&parsed)) {
            say(problem->message);
            return std::nullopt;
        }
        auto& source =
            configuration.weir.sources.emplace_back(std::move(*std::get_if<SourceConfig>(&parsed)));
        useFormats(configuration.formats, source);
    }
    return configuration;
}

} // namespace weir
