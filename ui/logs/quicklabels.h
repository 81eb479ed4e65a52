// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace weir {

class Actions;
class ResultList;
class ViewSelection;

/// Colours what is marked in a log list, else what is under the mouse, with one of nine colours by a
/// key, for this list and until it is cleared. Thread: GUI.
class QuickLabels final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it; the keys work while the focus is in `scope`.
    QuickLabels(Actions& actions, const ResultList& list, ViewSelection& selection,
                QWidget* scope);

private:
    void label(int color);

    const ResultList& m_list;
    ViewSelection& m_selection;
};

} // namespace weir
