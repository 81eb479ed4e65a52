// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/slicelist.h"

#include "store/schema.h"

#include <algorithm>

namespace weir {

namespace fs = std::filesystem;

namespace {

/// How often a list is read again whose files are not there.
constexpr int mostTries = 3;

} // namespace

SliceList::SliceList(fs::path folder, Report report)
    : m_folder(std::move(folder))
    , m_report(std::move(report))
{
}

Result<Done> SliceList::open()
{
    auto opened = Connection::openReadOnly(metaFileIn(m_folder));
    const auto fits = opened ? checkSchema(**opened, FileKind::Meta) : Result<Done>(opened.error());
    if (fits) {
        m_meta = std::move(*opened);
        return Done{};
    }
    const Error& error = fits.error();
    if (error.code == Error::Code::Corrupt)
        m_report(error);
    else if (error.code != Error::Code::NotFound)
        return error;
    // What meta.db says of slices can be told from their files.
    const auto files = listSliceFiles(m_folder);
    if (!files)
        return files.error().code == Error::Code::NotFound
            ? Error{Error::Code::NotFound, m_folder.string(), "there is no index"}
            : files.error();
    if (files->empty())
        return error.code == Error::Code::Corrupt
            ? error
            : Error{Error::Code::NotFound, m_folder.string(), "there is no index"};
    return Done{};
}

Result<Done> SliceList::openAlone()
{
    auto slice = SliceReader::open(1, m_folder);
    if (!slice)
        return slice.error();
    m_slices.push_back(std::move(*slice));
    m_isAlone = true;
    return Done{};
}

/// Whether another connection has committed to meta.db since the last call.
Result<bool> SliceList::listChanged()
{
    if (!m_meta)
        return true;
    const auto version = m_meta->number("PRAGMA data_version");
    if (!version)
        return version.error();
    return std::exchange(m_metaVersion, *version) != *version;
}

Result<std::vector<SliceFile>> SliceList::listSlices()
{
    if (!m_meta) {
        const auto found = listSliceFiles(m_folder);
        return found ? Result<std::vector<SliceFile>>(newestRevisions(*found)) : found.error();
    }
    auto statement =
        m_meta->prepare("SELECT number, file FROM slices WHERE state = 0 ORDER BY number");
    if (!statement)
        return statement.error();
    std::vector<SliceFile> files;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        // A name from a file is not a path: nothing outside of the folder is ever opened.
        const fs::path name = fs::path(statement->text(1)).filename();
        files.push_back({statement->integer(0), m_folder / name});
    }
    if (!row)
        return row.error();
    return files;
}

Result<std::vector<std::int64_t>> SliceList::refresh()
{
    std::vector<std::int64_t> gone;
    if (m_isAlone)
        return gone;
    for (int tries = 0; tries < mostTries; ++tries) {
        const auto changed = listChanged();
        if (!changed)
            return changed.error();
        if (!*changed)
            break;
        const auto complete = update(gone);
        if (!complete)
            return complete.error();
        if (*complete)
            break;
        // A file that is listed is taken from the list before it is removed: look again.
        m_metaVersion = -1;
    }
    return gone;
}

/// False when a file was not there.
Result<bool> SliceList::update(std::vector<std::int64_t>& gone)
{
    const auto files = listSlices();
    if (!files)
        return files.error();
    std::erase_if(m_slices, [&](const std::unique_ptr<SliceReader>& slice) {
        const bool isGone = std::none_of(files->begin(), files->end(), [&](const SliceFile& file) {
            return file.number == slice->number() && file.file == slice->file();
        });
        if (isGone)
            gone.push_back(slice->number());
        return isGone;
    });
    bool isComplete = true;
    for (const SliceFile& file : *files) {
        if (find(file.number) != nullptr || m_damaged.count(file.file.string()) != 0)
            continue;
        const auto opened = openSlice(file);
        if (!opened)
            return opened.error();
        isComplete = isComplete && *opened;
    }
    return isComplete;
}

/// False when the file is not there.
Result<bool> SliceList::openSlice(const SliceFile& slice)
{
    auto opened = SliceReader::open(slice.number, slice.file);
    if (opened) {
        const auto at = std::find_if(m_slices.begin(), m_slices.end(), [&](const auto& other) {
            return other->number() > slice.number;
        });
        m_slices.insert(at, std::move(*opened));
        return true;
    }
    // Removed while it was being opened, a file gives errors of any kind.
    std::error_code failed;
    if (!fs::exists(slice.file, failed) && !failed)
        return false;
    switch (opened.error().code) {
    case Error::Code::NotFound: // nothing in it yet
        return false;
    case Error::Code::Corrupt: // costs what is in it
        m_damaged.insert(slice.file.string());
        m_newestDamaged = std::max(m_newestDamaged, slice.number);
        m_report(opened.error());
        return true;
    default:
        m_metaVersion = -1;
        return opened.error();
    }
}

SliceReader* SliceList::find(std::int64_t slice) const
{
    const auto found = std::find_if(m_slices.begin(), m_slices.end(), [slice](const auto& reader) {
        return reader->number() == slice;
    });
    return found == m_slices.end() ? nullptr : found->get();
}

} // namespace weir
