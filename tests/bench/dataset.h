// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/process.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace weir::bench {

/// How the same events are written, one a line.
enum class Form { Json, Text };

/// As the decoders and the options of this program call it.
const char* nameOf(Form form);

/// Generated events in a file in a scratch folder, with the true answer of every needle query.
class Dataset final
{
public:
    /// Runs weir-gen. The same events and seed give the same bytes.
    static Result<Dataset> make(const ScratchFolder& folder, Form form, std::uint64_t events,
                                std::uint64_t seed);

    std::uint64_t events() const { return m_events; }
    Form form() const { return m_form; }
    const std::filesystem::path& file() const { return m_file; }
    std::uint64_t bytes() const { return bytesIn(m_file); }
    double bytesPerEvent() const
    {
        return static_cast<double>(bytes()) / static_cast<double>(m_events);
    }
    /// For a report: how many events in what form, and of which seed.
    std::string description() const;

    /// A needle of the manifest: `rare`, `mid`, `absent`, `common`, `trace`, `ip`, ...
    const std::string& needle(const std::string& name) const { return m_needles.at(name); }
    std::uint64_t expected(const std::string& name) const { return m_expected.at(name); }

private:
    std::uint64_t m_events = 0;
    std::uint64_t m_seed = 0;
    Form m_form = Form::Json;
    std::filesystem::path m_file;
    std::map<std::string, std::string> m_needles;
    std::map<std::string, std::uint64_t> m_expected;
};

/// Writes a configuration folder with one weir.toml and gives its path.
std::filesystem::path writeConfiguration(const ScratchFolder& folder, const std::string& name,
                                         const std::string& toml);

} // namespace weir::bench
