// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

namespace weir::bench {

/// What the operating system says of a finished process and the children it waited for.
struct Usage
{
    double wallSeconds = 0;
    double cpuSeconds = 0; ///< user and system
    double peakMegabytes = 0;
    double megabytesFromDisk = 0; ///< read, because the page cache did not have them
    int exitCode = 0; ///< negative: ended by that signal
    std::string output; ///< standard output, when it was asked for
};

struct Command
{
    std::vector<std::string> arguments; ///< the program first; searched in PATH
    std::map<std::string, std::string> environment; ///< added to ours
    std::filesystem::path output = "/dev/null"; ///< where standard output goes
    bool capture = false; ///< keep standard output in Usage::output instead
};

/// Runs a command to its end. Fails when it cannot be started.
Result<Usage> run(const Command& command);

/// The same; fails, too, when its exit code is none of the expected.
Result<Usage> runToSuccess(const Command& command, std::initializer_list<int> expected = {0});

/// A process in the background. Ended (SIGTERM, then SIGKILL after ten seconds) and waited for when
/// destroyed.
class Background final
{
public:
    static Result<Background> start(const Command& command);
    Background(Background&& other) noexcept;
    Background& operator=(Background&&) = delete;
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    ~Background();

    bool isRunning();
    pid_t pid() const { return m_pid; }
    /// SIGTERM, wait, and what it used.
    Usage stop();

private:
    explicit Background(pid_t pid);
    pid_t m_pid;
};

/// The program beside this one in the build: `weir`, `weir-collector`.
std::string program(const std::string& name);

/// Whether a program is in PATH.
bool isInstalled(const std::string& name);

/// Of a file, or of all files in a folder.
std::uint64_t bytesIn(const std::filesystem::path& path);

/// A folder that is removed with all it holds when this goes away.
class ScratchFolder final
{
public:
    explicit ScratchFolder(const std::string& name);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace weir::bench
