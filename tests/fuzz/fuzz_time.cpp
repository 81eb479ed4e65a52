// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that reads a time: what it takes for one can be written and read again, and it never reads beyond.
#include "collectors/decode/linehead.h"
#include "core/timepoint.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// The fuzzer and the driver count an abort as a finding.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

void comesBack(TimePoint time)
{
    require(parseTime(formatTime(time)) == time);
    // Cut, not rounded: the very first second begins before there is time.
    const bool isFirst = time < TimePoint::min() + std::chrono::seconds(1);
    for (int digits = 0; digits < 9 && !isFirst; ++digits)
        require(parseTime(formatTime(time, digits)).has_value());
}

void readLine(std::string_view line)
{
    const TimePoint now = timePointOf(1'795'683'764'000'000'000);
    if (const auto time = parseTime(line))
        comesBack(*time);
    std::size_t length = 0;
    if (const auto time = parseTimePrefix(line, length)) {
        require(length > 0 && length <= line.size());
        require(parseTime(line.substr(0, length)) == time);
    }
    if (const auto head = readLineHead(line, now); head.time)
        comesBack(*head.time);
    if (const auto time = parseTimeExpression(line, now))
        comesBack(*time);
    if (const auto duration = parseDuration(line))
        require(parseDuration(formatDuration(*duration)).has_value());
    (void)parseSize(line);
}

void readNumber(std::string_view bytes)
{
    std::uint64_t bits = 0;
    for (const char c : bytes.substr(0, 8))
        bits = bits << 8 | static_cast<unsigned char>(c);
    if (const auto time = timeByMagnitude(static_cast<std::int64_t>(bits)))
        comesBack(*time);
    double number = 0;
    static_assert(sizeof number == sizeof bits);
    std::memcpy(&number, &bits, sizeof number);
    if (const auto time = timeByMagnitude(number))
        comesBack(*time);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(data, data + size);
    readNumber(input);
    for (std::string_view text = input; !text.empty();) {
        const auto end = text.find('\n');
        readLine(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return 0;
}
