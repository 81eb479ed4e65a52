// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace weir {

/// Ctrl+C in the terminal and SIGTERM close the window as its button does, so that a temporary index
/// is removed and the window's state is saved. One per process. Thread: GUI.
class QuitOnSignal final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuitOnSignal)

public:
    explicit QuitOnSignal(QObject* parent = nullptr);
    ~QuitOnSignal() override;
};

} // namespace weir
