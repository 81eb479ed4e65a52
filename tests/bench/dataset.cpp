// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/dataset.h"

#include <simdjson.h>

#include <fstream>

namespace weir::bench {

Result<Dataset> Dataset::make(const ScratchFolder& folder, std::uint64_t events, std::uint64_t seed)
{
    Dataset data;
    data.m_events = events;
    data.m_json = folder / "events.jsonl";
    const auto manifest = folder / "manifest.json";
    const auto made = run({{program("weir-gen"), std::to_string(events), std::to_string(seed),
                            data.m_json.string(), "/dev/null", manifest.string()},
                           {},
                           "/dev/null",
                           false});
    if (!made)
        return made.error();
    if (made->exitCode != 0)
        return Error{Error::Code::Io, "weir-gen", "failed"};

    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.load(manifest.string()).get(root) != simdjson::SUCCESS)
        return Error{Error::Code::Corrupt, manifest.string(), "is not JSON"};
    for (const auto [key, value] : root.get_object()) {
        std::string_view text;
        if (value.get(text) == simdjson::SUCCESS)
            data.m_needles.emplace(key, text);
    }
    for (const auto [key, value] : root["expect"].get_object()) {
        std::uint64_t count = 0;
        if (value.get(count) == simdjson::SUCCESS)
            data.m_expected.emplace(key, count);
    }
    return data;
}

std::filesystem::path writeConfiguration(const ScratchFolder& folder, const std::string& name,
                                         const std::string& toml)
{
    const auto path = folder / name;
    std::filesystem::create_directories(path);
    std::ofstream(path / "weir.toml") << toml;
    return path;
}

} // namespace weir::bench
