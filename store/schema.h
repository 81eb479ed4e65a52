// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace weir {

enum class FileKind { Slice, Meta };

/// Whether a reader of this version understands the file. TooNew: written by a newer Weir.
/// Corrupt: not one of ours. NotFound: an empty file that a writer is about to fill.
Result<Done> checkSchema(Connection& connection, FileKind kind);

/// checkSchema(), after a new file was given its schema or an older one the steps it lacks.
/// A foreign file is never touched.
Result<Done> prepareSchema(Connection& connection, FileKind kind);

} // namespace weir
