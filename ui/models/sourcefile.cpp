// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourcefile.h"

#include "ui/models/filereplace.h"

#include <functional>

namespace weir {

namespace {

constexpr int mostTries = 3;

std::filesystem::path fileOf(const std::filesystem::path& config)
{
    return config / "weir.toml";
}

/// Reads, changes, replaces; again when somebody was faster.
Result<SourceChange>
changeFile(const std::filesystem::path& config,
           const std::function<Result<std::string>(const std::string&)>& changed)
{
    Error last;
    for (int i = 0; i < mostTries; ++i) {
        auto before = readTextFile(fileOf(config));
        if (!before)
            return before.error();
        auto after = changed(*before);
        if (!after)
            return after.error();
        const auto replaced = replaceTextFile(fileOf(config), *before, *after);
        if (replaced)
            return SourceChange{std::move(*before), std::move(*after), {}};
        last = replaced.error();
        if (last.code != Error::Code::Busy)
            break;
    }
    return last;
}

} // namespace

Result<SourceChange> saveEditedSource(const std::filesystem::path& config, const std::string& name,
                                      const std::string& block, const std::vector<TomlEdit>& edits)
{
    return changeFile(config, [&](const std::string& text) -> Result<std::string> {
        if (sourceBlock(text, name) != block)
            return Error{Error::Code::Busy, name,
                         "this source was changed in weir.toml since the form was opened"};
        return editSource(text, name, edits);
    });
}

Result<SourceChange> saveNewSource(const std::filesystem::path& config, const std::string& block)
{
    return changeFile(config,
                      [&](const std::string& text) { return appendSource(text, block); });
}

Result<SourceChange> takeOutSource(const std::filesystem::path& config, const std::string& name)
{
    auto change =
        changeFile(config, [&](const std::string& text) { return removeSource(text, name); });
    if (change)
        change->block = sourceBlock(change->before, name);
    return change;
}

Result<Done> undoSourceChange(const std::filesystem::path& config, const SourceChange& change)
{
    auto exact = replaceTextFile(fileOf(config), change.after, change.before);
    if (exact || exact.error().code != Error::Code::Busy || change.block.empty())
        return exact;
    const auto appended = saveNewSource(config, change.block);
    return appended ? Result<Done>(Done{}) : appended.error();
}

} // namespace weir
