// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/packed.h"

#include <QTest>

#include <archive.h>
#include <archive_entry.h>

namespace weir {

QByteArray packed(const QByteArray& bytes, const char* how)
{
    QByteArray result(bytes.size() + 65'536, '\0');
    std::size_t used = 0;
    archive* const writer = archive_write_new();
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    const bool done = archive_write_set_format_raw(writer) == ARCHIVE_OK
        && archive_write_add_filter_by_name(writer, how) >= ARCHIVE_WARN
        && archive_write_open_memory(writer, result.data(), static_cast<std::size_t>(result.size()),
                                     &used)
            == ARCHIVE_OK
        && archive_write_header(writer, entry) == ARCHIVE_OK
        && archive_write_data(writer, bytes.data(), static_cast<std::size_t>(bytes.size()))
            == bytes.size()
        && archive_write_close(writer) == ARCHIVE_OK;
    archive_entry_free(entry);
    archive_write_free(writer);
    if (!done)
        QTest::qFail("libarchive cannot pack", __FILE__, __LINE__);
    result.truncate(static_cast<qsizetype>(used));
    return result;
}

} // namespace weir
