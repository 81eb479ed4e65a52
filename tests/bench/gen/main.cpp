// SPDX-License-Identifier: GPL-3.0-or-later
// weir-gen N SEED OUT_JSONL OUT_TEXT MANIFEST: writes N generated events as JSON lines and as plain
// text, and the true answer of every needle query.
#include "tests/bench/gen/eventgenerator.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <optional>
#include <span>
#include <string>

namespace {

std::optional<std::uint64_t> parseNumber(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// 0, or 1 after saying which file could not be written.
int write(weir::bench::EventGenerator& events, std::span<char*> paths)
{
    std::ofstream json(paths[0], std::ios::binary);
    std::ofstream text(paths[1], std::ios::binary);
    std::ofstream manifest(paths[2], std::ios::binary);
    while (json && text && events.next()) {
        json << events.json() << '\n';
        text << events.text() << '\n';
    }
    manifest << events.manifest().toJson();
    std::ofstream* const files[] = {&json, &text, &manifest};
    for (std::size_t i = 0; i < std::size(files); ++i) {
        files[i]->close();
        if (!*files[i]) {
            std::cerr << fmt::format("weir-gen: cannot write {}\n", paths[i]);
            return 1;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 6) {
        std::cerr << "usage: weir-gen N SEED OUT_JSONL OUT_TEXT MANIFEST\n";
        return 2;
    }
    const auto count = parseNumber(arguments[1]);
    const auto seed = parseNumber(arguments[2]);
    if (!count || !seed || *count < weir::bench::EventGenerator::leastCount) {
        std::cerr << fmt::format("weir-gen: N and SEED are whole numbers, N at least {}\n",
                                 weir::bench::EventGenerator::leastCount);
        return 2;
    }
    weir::bench::EventGenerator events(*count, *seed);
    return write(events, arguments.subspan(3));
}
