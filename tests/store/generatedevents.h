// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/decoder.h"
#include "core/eventbatchbuilder.h"
#include "tests/bench/gen/eventgenerator.h"

#include <algorithm>
#include <string_view>

namespace weir::test {

/// Events as the file collector makes them of the generator's lines.
inline EventBatchPtr generatedBatch(std::size_t count, bool asJson, std::uint64_t seed = 5)
{
    bench::EventGenerator generator(std::max<std::size_t>(count, 20'000), seed);
    auto decoder = makeDecoder(asJson ? "json" : "text");
    EventBatchBuilder builder("gen", SourceKind::File, {},
                              {.events = count, .bytes = std::size_t{1} << 30});
    const auto stream = builder.streamIndex({SourceKind::File, "x", "gen.log", 0, 0});
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < count && generator.next(); ++i) {
        const std::string_view line = asJson ? generator.json() : generator.text();
        builder.beginEvent({stream, offset, TimePoint{std::chrono::seconds(1'800'000'000)}});
        (*decoder)->decode({line, {}}, builder);
        offset += static_cast<std::int64_t>(line.size()) + 1;
    }
    return builder.publish();
}

} // namespace weir::test
