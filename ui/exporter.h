// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/childrun.h"

#include <QStringList>

namespace weir {

/// Writes results into files in a program of its own (`weir export`), so the window neither waits nor
/// grows. Declared by ui, implemented in app. Thread: GUI.
class Exporter
{
public:
    Exporter() = default;
    Exporter(const Exporter&) = delete;
    Exporter& operator=(const Exporter&) = delete;
    virtual ~Exporter() = default;

    /// `arguments` follow `export`; index and configuration are added. Lines of the run: progress as
    /// JSON (`{"progress":…,"done":N,"total":N,"events":N}`), last `{"events":N}`; anything else is
    /// why it failed.
    virtual ChildRun* start(const QStringList& arguments, QObject* owner) = 0;
};

} // namespace weir
