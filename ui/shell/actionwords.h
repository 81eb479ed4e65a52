// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <cstddef>

namespace weir {

/// Where an action belongs, from the first part of its id: `logs.copyRaw` is of `Logs`.
QString groupName(const QString& id);

/// Where that group stands among all; groups without a name of their own come last.
std::size_t groupPlace(const QString& id);

/// `Ctrl+K, /`: as the keyboard names them; empty without keys.
QString keysText(const QList<QKeySequence>& keys);

} // namespace weir
