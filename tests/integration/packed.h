// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace weir {

/// The bytes packed as a program of this name packs them: gzip, zstd, lz4, bzip2, xz.
QByteArray packed(const QByteArray& bytes, const char* how);

} // namespace weir
