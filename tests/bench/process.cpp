// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace weir::bench {

namespace {

using Steady = std::chrono::steady_clock;

/// After fork(): only async-signal-safe calls, but for setenv, which is safe with one thread.
[[noreturn]] void become(const Command& command, int output)
{
    for (const auto& [name, value] : command.environment)
        setenv(name.c_str(), value.c_str(), 1);
    dup2(output, STDOUT_FILENO);
    std::vector<char*> arguments;
    for (const std::string& argument : command.arguments)
        arguments.push_back(const_cast<char*>(argument.c_str())); // NOLINT: execvp's signature
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

Result<pid_t> spawn(const Command& command, int output)
{
    const pid_t pid = fork();
    if (pid < 0)
        return Error{Error::Code::Io, command.arguments[0], std::strerror(errno)};
    if (pid == 0)
        become(command, output);
    return pid;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

Usage waitFor(pid_t pid, Steady::time_point started)
{
    int status = 0;
    rusage used{};
    while (wait4(pid, &status, 0, &used) < 0 && errno == EINTR) { }
    Usage usage;
    usage.wallSeconds = std::chrono::duration<double>(Steady::now() - started).count();
    usage.cpuSeconds = seconds(used.ru_utime) + seconds(used.ru_stime);
    usage.peakMegabytes = static_cast<double>(used.ru_maxrss) / 1024;
    usage.megabytesFromDisk = static_cast<double>(used.ru_inblock) * 512 / 1e6;
    usage.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return usage;
}

std::string readAll(int descriptor)
{
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t got = read(descriptor, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return text;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

} // namespace

Result<Usage> run(const Command& command)
{
    std::array<int, 2> pipes{-1, -1};
    if (command.capture && pipe2(pipes.data(), O_CLOEXEC) != 0)
        return Error{Error::Code::Io, "pipe", std::strerror(errno)};
    const int output = command.capture
        ? pipes[1]
        : open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const auto started = Steady::now();
    const auto pid = spawn(command, output);
    close(output);
    if (!pid)
        return pid.error();
    std::string text;
    if (command.capture) {
        text = readAll(pipes[0]);
        close(pipes[0]);
    }
    Usage usage = waitFor(*pid, started);
    usage.output = std::move(text);
    if (usage.exitCode == 127)
        return Error{Error::Code::NotFound, command.arguments[0], "cannot be started"};
    return usage;
}

Result<Usage> runToSuccess(const Command& command, std::initializer_list<int> expected)
{
    auto used = run(command);
    if (used && std::find(expected.begin(), expected.end(), used->exitCode) == expected.end())
        return Error{Error::Code::Io, command.arguments[0],
                     "ended with exit code " + std::to_string(used->exitCode)};
    return used;
}

Result<Background> Background::start(const Command& command)
{
    const int output = open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const auto pid = spawn(command, output);
    close(output);
    if (!pid)
        return pid.error();
    return Background(*pid);
}

Background::Background(pid_t pid)
    : m_pid(pid)
{
}

Background::Background(Background&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
{
}

Background::~Background()
{
    if (m_pid > 0)
        stop();
}

bool Background::isRunning()
{
    siginfo_t info{};
    return m_pid > 0
        && waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
        && info.si_pid == 0;
}

Usage Background::stop()
{
    const auto started = Steady::now();
    kill(m_pid, SIGTERM);
    while (isRunning() && Steady::now() - started < std::chrono::seconds(10))
        usleep(5000);
    if (isRunning())
        kill(m_pid, SIGKILL);
    return waitFor(std::exchange(m_pid, -1), started);
}

std::string program(const std::string& name)
{
    return (std::filesystem::path(WEIR_BIN_DIR) / name).string();
}

bool isInstalled(const std::string& name)
{
    const auto found = run({{"sh", "-c", "command -v " + name}, {}, "/dev/null", false});
    return found && found->exitCode == 0;
}

std::uint64_t bytesIn(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored))
        return std::filesystem::file_size(path, ignored);
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file())
            bytes += entry.file_size();
    }
    return bytes;
}

ScratchFolder::ScratchFolder(const std::string& name)
    : m_path(std::filesystem::temp_directory_path() / (name + "-" + std::to_string(getpid())))
{
    std::filesystem::create_directories(m_path);
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

} // namespace weir::bench
