// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a saved state, and also messages, one a line: restoring ends with a miner or a
// reason, and whatever the messages are, their spans lie in them and their ids survive a restore.
#include "core/pattern/patternminer.h"

#include <cstdint>
#include <cstdlib>
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

/// Small, so that the limits are met.
PatternLimits smallLimits()
{
    PatternLimits limits;
    limits.patterns = 64;
    limits.patternsOfOneShape = 16;
    limits.tokens = 512;
    limits.tokenTableBytes = 16'384;
    limits.families = 128;
    limits.messageTokens = 24;
    limits.messageBytes = 256;
    return limits;
}

void add(PatternMiner& miner, std::string_view message)
{
    const PatternId id = miner.add(message);
    require(number(id) < miner.size());
    require(miner.current(id) == id);
    require(miner.add(message) == id);
    std::size_t end = 0;
    for (const TextSpan span : miner.variableSpans(message, id)) {
        require(span.offset >= end && span.length > 0);
        end = span.offset + span.length;
    }
    require(end <= message.size());
}

template<typename Use>
void forEachLine(std::string_view text, Use use)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        use(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

void survives(PatternMiner& miner, std::string_view messages)
{
    auto restored = PatternMiner::restore(miner.save(), smallLimits());
    require(static_cast<bool>(restored));
    require(restored->size() == miner.size());
    for (std::uint32_t i = 0; i < miner.size(); ++i)
        require(restored->text(PatternId{i}) == miner.text(PatternId{i}));
    forEachLine(messages, [&](std::string_view message) { add(*restored, message); });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(data, data + size);
    PatternMiner miner(smallLimits());
    forEachLine(input, [&](std::string_view message) { add(miner, message); });
    survives(miner, input);

    auto restored = PatternMiner::restore(input, smallLimits());
    if (!restored)
        return 0;
    add(*restored, "session opened for user root by (uid=0)");
    for (std::uint32_t i = 0; i < restored->size(); ++i)
        restored->text(PatternId{i});
    return 0;
}
