// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/config/windowconfig.h"

#include <fmt/format.h>

#include <map>

namespace weir {

namespace {

constexpr std::uint64_t leastMemory = std::uint64_t{64} << 20;

void readIndex(const TomlValue& table, Problems& problems, WeirConfig& config)
{
    TableReader reader(table, problems);
    if (const TomlValue* retention = reader.table("retention"))
        config.retention.index =
            readRetention(*retention, config.retention.index, config.retention.index, problems);
    reader.readChoice("durability", {"normal", "full"}, config.durability);
    reader.finish();
}

void readCollector(const TomlValue& table, Problems& problems, WeirConfig& config)
{
    TableReader reader(table, problems);
    std::uint64_t memory = config.memoryLimit;
    reader.readSize("memory_limit", memory);
    if (memory < leastMemory)
        problems.error(reader.find("memory_limit")->place,
                       "'memory_limit' must be at least 64MiB for the collector to work");
    else
        config.memoryLimit = memory;
    reader.read("background", config.background);
    readRedact(reader, config.redact);
    reader.finish();
}

/// Rules that hold for every source: when one of them is wrong, no source may be read without it.
bool hasWrongRules(const TomlValue* collector, Problems& problems)
{
    const TomlMember* redact = collector ? collector->member("redact") : nullptr;
    if (!redact)
        return false;
    Problems probe(problems.file());
    RedactRules rules;
    TableReader reader(*collector, probe);
    readRedact(reader, rules);
    if (probe.errorCount() == 0)
        return false;
    problems.error(redact->place, "no source is read until these rules are right");
    return true;
}

void readSources(TableReader& reader, const std::vector<std::string>& formats, WeirConfig& config)
{
    std::map<std::string, int> lines;
    for (const TomlValue* table : reader.tables("source")) {
        // The name is taken even by a source that is left out for an error: when that is mended, the
        // two would clash.
        const TomlMember* name = table->member("name");
        if (name && name->value.kind == TomlValue::Kind::String && !name->value.text.empty()) {
            const auto [first, isNew] = lines.emplace(name->value.text, name->place.line);
            if (!isNew) {
                reader.problems().error(
                    name->value.place,
                    fmt::format("there is a source '{}' in line {} already; the name is the "
                                "source's identity",
                                first->first, first->second));
                continue;
            }
        }
        if (auto source = readSource(*table, formats, config.retention, reader.problems()))
            config.sources.push_back(std::move(*source));
    }
}

} // namespace

WeirConfig readWeirConfig(const TomlValue& file, const std::vector<std::string>& formats,
                          Problems& problems)
{
    WeirConfig config;
    TableReader reader(file, problems);
    if (const TomlValue* index = reader.table("index"))
        readIndex(*index, problems, config);
    const TomlValue* collector = reader.table("collector");
    if (collector)
        readCollector(*collector, problems, config);
    readSources(reader, formats, config);
    for (SourceConfig& source : config.sources)
        addRules(config.redact, source.redact);
    if (hasWrongRules(collector, problems))
        config.sources.clear();
    readWindowConfig(file, problems); // the window asks again; here it is checked
    reader.find("window");
    reader.find("keys");
    reader.finish();
    return config;
}

} // namespace weir
