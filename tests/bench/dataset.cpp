// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/dataset.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <fstream>

namespace weir::bench {

const char* nameOf(Form form)
{
    return form == Form::Json ? "json" : "text";
}

Result<Dataset> Dataset::make(const ScratchFolder& folder, Form form, std::uint64_t events,
                              std::uint64_t seed)
{
    Dataset data;
    data.m_events = events;
    data.m_seed = seed;
    data.m_form = form;
    data.m_file = folder / (form == Form::Json ? "events.jsonl" : "events.log");
    const std::string file = data.m_file.string();
    const auto manifest = folder / "manifest.json";
    const auto made = runToSuccess({{program("weir-gen"), std::to_string(events),
                                     std::to_string(seed), form == Form::Json ? file : "/dev/null",
                                     form == Form::Text ? file : "/dev/null", manifest.string()},
                                    {},
                                    "/dev/null",
                                    false});
    if (!made)
        return made.error();

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

std::string Dataset::description() const
{
    return fmt::format("{} events of seed {} as {}, {:.1f} bytes each", m_events, m_seed,
                       nameOf(m_form), bytesPerEvent());
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
