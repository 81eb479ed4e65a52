// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weir {

class Actions;
class ResultList;

/// What can be done to a log list by keys: adds the `list.*` commands, which act while the list has the
/// focus. Both outlive the list's actions. Thread: GUI.
void addListActions(Actions& actions, ResultList& list);

} // namespace weir
