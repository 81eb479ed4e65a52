// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicerecovery.h"

#include "store/write/slicewriter.h"

#include <algorithm>

namespace weir {

namespace {

Result<Done> finishRetired(MetaFile& meta)
{
    const auto retired = meta.slices(MetaFile::SliceState::Retired);
    if (!retired)
        return retired.error();
    for (const SliceFile& slice : *retired) {
        if (const auto done = removeDatabase(slice.file); !done)
            return done.error();
        if (const auto done = meta.forget(slice.number); !done)
            return done.error();
    }
    return Done{};
}

const SliceFile* findIn(const std::vector<SliceFile>& slices, std::int64_t number)
{
    const auto found = std::find_if(slices.begin(), slices.end(), [number](const SliceFile& slice) {
        return slice.number == number;
    });
    return found == slices.end() ? nullptr : &*found;
}

/// The files that hold the slices: those that are listed where they are there, else the newest of each
/// number. The others of a number are from before or from after a file that was to take its place.
std::vector<SliceFile> inUse(const std::vector<SliceFile>& files,
                             const std::vector<SliceFile>& listed)
{
    std::vector<SliceFile> used = newestRevisions(files);
    for (SliceFile& slice : used) {
        for (const SliceFile& file : files) {
            const SliceFile* const entry = findIn(listed, file.number);
            if (file.number == slice.number && entry != nullptr && entry->file == file.file)
                slice = file;
        }
    }
    return used;
}

/// A file that is not listed: its writer died before it could list it, or meta.db was lost.
Result<Done> addUnlisted(MetaFile& meta, const SliceFile& slice, bool fullSync)
{
    const auto opened = isSealed(slice.file) ? SliceWriter::openSealed(slice.file)
                                             : SliceWriter::open(slice.file, fullSync);
    if (opened)
        return meta.addSlice(slice);
    return opened.error().code == Error::Code::NotFound ? removeDatabase(slice.file)
                                                        : Result<Done>(opened.error());
}

} // namespace

Result<std::vector<SliceFile>> recoverSlices(MetaFile& meta, const std::filesystem::path& folder,
                                             bool fullSync)
{
    if (const auto done = finishRetired(meta); !done)
        return done.error();
    if (const auto done = removeLeftovers(folder); !done)
        return done.error();
    const auto files = listSliceFiles(folder);
    if (!files)
        return files.error();
    const auto listed = meta.slices(MetaFile::SliceState::InUse);
    if (!listed)
        return listed.error();
    const auto used = inUse(*files, *listed);
    for (const SliceFile& file : *files) {
        if (findIn(used, file.number)->file == file.file)
            continue;
        if (const auto done = removeDatabase(file.file); !done)
            return done.error();
    }
    for (const SliceFile& slice : *listed) {
        if (findIn(used, slice.number) != nullptr)
            continue;
        if (const auto done = meta.forget(slice.number); !done)
            return done.error();
    }
    for (const SliceFile& slice : used) {
        const SliceFile* const entry = findIn(*listed, slice.number);
        if (entry != nullptr && entry->file == slice.file)
            continue;
        if (const auto done = addUnlisted(meta, slice, fullSync); !done)
            return done.error();
    }
    return meta.slices(MetaFile::SliceState::InUse);
}

} // namespace weir
