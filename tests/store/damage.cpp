// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/damage.h"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>

namespace {

/// The largest piece of memory that was asked for since it was set to 0.
std::atomic<std::size_t> largestPiece = 0;

/// Far more than the files here explain.
constexpr std::size_t hugePiece = std::size_t{64} << 20;

} // namespace

void* operator new(std::size_t size)
{
    if (size > largestPiece.load(std::memory_order_relaxed))
        largestPiece.store(size, std::memory_order_relaxed);
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace weir::test {

std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string objectionTo(const Answers& answers, const Answers& right, const std::string& fileName)
{
    for (const Error& problem : answers.problems) {
        const bool names =
            problem.subject.find(fileName) != std::string::npos && !problem.detail.empty();
        if (!names)
            return "does not name what is damaged: " + problem.text();
        if (problem.code != Error::Code::Corrupt && problem.code != Error::Code::TooNew)
            return "not told as damage: " + problem.text();
    }
    for (const std::string& line : answers.lines) {
        if (right.lines.count(line) == 0)
            return "wrong: " + line.substr(0, 300);
    }
    if (answers.newest > right.newest || answers.events > right.events
        || answers.newestTime > right.newestTime)
        return "more than there is";
    const bool isAll = answers.lines.size() == right.lines.size() && answers.newest == right.newest
        && answers.events == right.events && answers.newestTime == right.newestTime
        && answers.alertState == right.alertState;
    if (!isAll && answers.problems.empty())
        return "less than there is, and nobody says so";
    if (!answers.alertState.empty() && answers.alertState != right.alertState)
        return "another state of the alerts";
    return largestPiece > hugePiece ? "asked for " + std::to_string(largestPiece) + " bytes at once"
                                    : std::string();
}

void forgetPieces()
{
    largestPiece = 0;
}

} // namespace weir::test
