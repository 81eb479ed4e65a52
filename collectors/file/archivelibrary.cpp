// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/archivelibrary.h"

#include <dlfcn.h>

#include <optional>

namespace weir {

namespace {

constexpr const char* fileName = "libarchive.so.13";

template<typename Function>
bool find(void* library, const char* name, Function& function)
{
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

std::optional<ArchiveLibrary> loadFunctions()
{
    void* const library = ::dlopen(fileName, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        return std::nullopt;
    ArchiveLibrary f{};
    const bool hasAll = find(library, "archive_read_new", f.readNew)
        && find(library, "archive_read_free", f.readFree)
        && find(library, "archive_read_support_filter_gzip", f.supportGzip)
        && find(library, "archive_read_support_filter_zstd", f.supportZstd)
        && find(library, "archive_read_support_filter_lz4", f.supportLz4)
        && find(library, "archive_read_support_filter_bzip2", f.supportBzip2)
        && find(library, "archive_read_support_filter_xz", f.supportXz)
        && find(library, "archive_read_support_format_raw", f.supportRaw)
        && find(library, "archive_read_support_format_empty", f.supportEmpty)
        && find(library, "archive_read_open", f.open)
        && find(library, "archive_read_next_header", f.nextHeader)
        && find(library, "archive_filter_code", f.filterCode)
        && find(library, "archive_read_data_block", f.dataBlock)
        && find(library, "archive_error_string", f.errorString);
    return hasAll ? std::optional(f) : std::nullopt;
}

} // namespace

Result<const ArchiveLibrary*> ArchiveLibrary::load()
{
    static const std::optional<ArchiveLibrary> functions = loadFunctions();
    if (!functions)
        return Error{Error::Code::NotFound, fileName,
                     "compressed files are read with libarchive, which is not installed "
                     "(Debian's package is libarchive13)"};
    return &*functions;
}

} // namespace weir
