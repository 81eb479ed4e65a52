// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/message.h"
#include "core/descriptor.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace weir::cli {

/// A command line's connection to the collector of an index.
/// Thread: one. Calls block, at most for the time they name.
class ControlClient final
{
public:
    /// Unreachable when no collector runs on this index.
    static Result<std::unique_ptr<ControlClient>> connect(const std::filesystem::path& index);

    /// Sends a command and waits for its answer: the JSON of its result, which may be empty. Pushes
    /// that come in between are dropped.
    Result<std::string> request(const std::string& command,
                                const std::map<std::string, std::string>& arguments = {},
                                std::chrono::milliseconds atMost = std::chrono::seconds(5));

    /// The next push; nothing when the time is up, an error when the collector has gone.
    Result<std::optional<CollectorMessage>> nextMessage(std::chrono::milliseconds atMost);

private:
    explicit ControlClient(int socket);
    std::optional<std::string> takeLine();

    const Descriptor m_socket;
    std::uint64_t m_lastId = 0;
    std::string m_received;
};

} // namespace weir::cli
