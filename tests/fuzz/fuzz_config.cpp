// SPDX-License-Identifier: GPL-3.0-or-later
// The input is a weir.toml, and also a file of alert rules: reading it ends with a configuration or with problems that
// have a place in it.
#include "core/config/config.h"

#include <stdlib.h> // NOLINT: mkdtemp

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace weir;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

/// A folder in memory, where there is one; removed at the end.
class Folder
{
public:
    Folder()
    {
        std::string name = std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : "/tmp";
        name += "/weir-fuzz-XXXXXX";
        if (mkdtemp(name.data()) == nullptr)
            std::abort();
        m_path = name;
        std::filesystem::create_directory(m_path / "alerts");
    }
    ~Folder() { std::filesystem::remove_all(m_path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    void write(const char* name, const std::string& content) const
    {
        std::ofstream(m_path / name, std::ios::binary | std::ios::trunc) << content;
    }

private:
    std::filesystem::path m_path;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Folder folder;
    const std::string input(data, data + size);
    folder.write("weir.toml", input);
    folder.write("alerts/rules.toml", input);
    const Configuration configuration = loadConfiguration(folder.path());
    for (const ConfigProblem& problem : configuration.problems) {
        if (problem.text().empty())
            std::abort();
    }
    return 0;
}
