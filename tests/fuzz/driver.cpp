// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Random = std::mt19937_64;

struct Options
{
    std::uint64_t runs = 0;
    std::chrono::seconds atLeast{0}; ///< goes on until then
    std::uint64_t seed = 1;
    std::vector<std::filesystem::path> files;
};

void addFiles(const std::filesystem::path& path, std::vector<std::filesystem::path>& files)
{
    if (!std::filesystem::is_directory(path)) {
        files.push_back(path);
        return;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
}

Options readArguments(const std::vector<std::string>& arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool hasValue = i + 1 < arguments.size();
        if (arguments[i] == "--runs" && hasValue)
            options.runs = std::stoull(arguments[++i]);
        else if (arguments[i] == "--seconds" && hasValue)
            options.atLeast = std::chrono::seconds(std::stoull(arguments[++i]));
        else if (arguments[i] == "--seed" && hasValue)
            options.seed = std::stoull(arguments[++i]);
        else
            addFiles(arguments[i], options.files);
    }
    std::sort(options.files.begin(), options.files.end());
    return options;
}

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t below(Random& random, std::size_t end)
{
    return end == 0 ? 0 : static_cast<std::size_t>(random() % end);
}

/// Cuts, doubles, crosses and overwrites pieces.
std::string mutated(const std::vector<std::string>& corpus, Random& random)
{
    std::string text = corpus[below(random, corpus.size())];
    for (auto steps = 1 + below(random, 4); steps > 0; --steps) {
        const std::size_t from = below(random, text.size() + 1);
        const std::size_t length = below(random, text.size() - from + 1);
        const std::string& other = corpus[below(random, corpus.size())];
        switch (below(random, 5)) {
        case 0:
            text.erase(from, length);
            break;
        case 1:
            text.insert(from, text.substr(from, length));
            break;
        case 2:
            text.insert(from, other, below(random, other.size() + 1));
            break;
        case 3:
            text.insert(from, 1, static_cast<char>(below(random, 256)));
            break;
        default:
            if (from < text.size())
                text[from] = static_cast<char>(below(random, 256));
        }
    }
    return text;
}

void run(const std::string& input)
{
    // A copy of just this size, so that a sanitizer sees a read beyond it.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

} // namespace

/// `fuzz_x [--runs N] [--seconds T] [--seed S] FILE|FOLDER…`: each file as it is, then N mutations,
/// and more until the time is over.
int main(int argc, char** argv)
{
    const Options options = readArguments({argv + 1, argv + argc});
    if (options.files.empty()) {
        std::fputs("no corpus given, nothing was tried\n", stderr);
        return EXIT_FAILURE;
    }
    std::vector<std::string> corpus;
    for (const auto& file : options.files)
        run(corpus.emplace_back(contentOf(file)));
    Random random(options.seed);
    const auto end = std::chrono::steady_clock::now() + options.atLeast;
    std::uint64_t runs = 0;
    for (; runs < options.runs || std::chrono::steady_clock::now() < end; ++runs)
        run(mutated(corpus, random));
    std::printf("%zu files and %llu mutations\n", corpus.size(),
                static_cast<unsigned long long>(runs));
}
