// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/windowconfig.h"
#include "ui/actions.h"

#include <QKeySequence>
#include <QString>

#include <map>
#include <string>
#include <vector>

namespace weir {

struct TableEdits;

// Between `[keys]` of weir.toml and the actions of the window. Values; any thread.

/// As Actions::bind() wants them.
std::map<QString, QList<QKeySequence>> bindingsOf(const WindowConfig& window);

/// Ids in `[keys]` that no action has.
QStringList unknownIds(const WindowConfig& window, const Actions& actions);

/// The other actions that act on `keys` where this one does: those of the same place, and those of
/// everywhere.
std::vector<const Actions::Entry*> conflictsOf(const QString& id, const QKeySequence& keys,
                                               const Actions& actions);

/// What has to be written so that `id` has these keys: nothing but a removal when they are the usual
/// ones.
TableEdits editOfKeys(const Actions::Entry& entry, const QList<QKeySequence>& keys);

} // namespace weir
