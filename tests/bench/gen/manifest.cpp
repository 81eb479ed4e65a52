// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/gen/manifest.h"

#include <fmt/format.h>

#include <iterator>

namespace weir::bench {

namespace {

std::string counts(const std::map<std::string_view, std::uint64_t>& values)
{
    std::string json;
    for (const auto& [name, count] : values)
        fmt::format_to(std::back_inserter(json), "{}\"{}\":{}", json.empty() ? "" : ",", name,
                       count);
    return json;
}

} // namespace

std::string Manifest::toJson() const
{
    std::string json;
    const auto out = std::back_inserter(json);
    fmt::format_to(out, "{{\"n\":{},\"seed\":{},\"json_bytes\":{},\"text_bytes\":{},\n", events,
                   seed, jsonBytes, textBytes);
    fmt::format_to(
        out,
        " \"rare\":\"{}\",\"absent\":\"{}\",\"common\":\"{}\",\"trace\":\"{}\",\"ip\":\"{}\",\n",
        needles::rare, needles::absent, needles::common, needles::trace, needles::address);
    fmt::format_to(out, " \"mid\":\"{}\",\n \"regex_lit\":\"{}\",\"regex_nolit\":\"{}\",\n",
                   needles::middle, needles::regexLiteral, needles::regexNoLiteral);
    fmt::format_to(out,
                   " \"expect\":{{\"rare\":{},\"mid\":{},\"absent\":0,\"common\":{},\"trace\":{},"
                   "\"ip\":{},\"regex_lit\":{},\"regex_nolit\":{}}},\n",
                   rare, rare, common, trace, address, regexLiteral, regexNoLiteral);
    fmt::format_to(out, " \"by_service\":{{{}}},\n \"by_level\":{{{}}}}}\n", counts(byService),
                   counts(byLevel));
    return json;
}

} // namespace weir::bench
