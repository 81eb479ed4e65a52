// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

namespace weir {

/// Messages nobody should send, the same each time: JSON a million levels deep, an object of a million
/// fields, random bytes, a number of a million digits, and a binary message and a JSON one cut at every
/// length. None is larger than 16 MiB.
QByteArrayList rubbish();

} // namespace weir
