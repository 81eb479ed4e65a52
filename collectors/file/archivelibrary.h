// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <archive.h>

namespace weir {

/// The functions of libarchive that unpacking needs, found in the library when the first compressed
/// file is read: linked, it and what it needs would be loaded by every start of every command.
/// Thread safety: any thread.
struct ArchiveLibrary
{
    decltype(&archive_read_new) readNew;
    decltype(&archive_read_free) readFree;
    decltype(&archive_read_support_filter_gzip) supportGzip;
    decltype(&archive_read_support_filter_zstd) supportZstd;
    decltype(&archive_read_support_filter_lz4) supportLz4;
    decltype(&archive_read_support_filter_bzip2) supportBzip2;
    decltype(&archive_read_support_filter_xz) supportXz;
    decltype(&archive_read_support_format_raw) supportRaw;
    decltype(&archive_read_support_format_empty) supportEmpty;
    decltype(&archive_read_open) open;
    decltype(&archive_read_next_header) nextHeader;
    decltype(&archive_filter_code) filterCode;
    decltype(&archive_read_data_block) dataBlock;
    decltype(&archive_error_string) errorString;

    /// NotFound when it is not installed.
    static Result<const ArchiveLibrary*> load();
};

} // namespace weir
