// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace weir {

/// What `weir source test|peek|topics|groups` may be told: the same for the front door and for the
/// program it becomes.
struct SourceLookOptions
{
    std::string verb;
    std::string source; ///< a name, or `-`: one [[source]] as TOML on standard input
    std::string subject; ///< the topic or the group that is looked at; empty: all
    std::string topic; ///< peek
    std::string from = "latest"; ///< peek
    std::string timeout = "10s";
    int partition = -1; ///< peek; -1: all
    int messages = 5; ///< test
    int limit = 20; ///< peek
    std::string config;
    bool json = false;

    /// For weir-collector.
    std::vector<std::string> arguments() const;
};

/// Registers the four verbs on a command; `chosen` is called when one of them stood on the command line.
void addSourceVerbs(CLI::App& command, const std::shared_ptr<SourceLookOptions>& options,
                    const std::function<void()>& chosen);

} // namespace weir
