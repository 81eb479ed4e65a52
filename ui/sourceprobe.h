// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/childrun.h"

#include <QStringList>

namespace weir {

/// What the window lets a child do because it touches a wire: test a source, peek at a topic, browse a
/// cluster (docs/command-line.md). Declared by ui, implemented in app with processes, by a fake in
/// tests. Thread: GUI. No call waits.
class SourceProbe : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceProbe)

public:
    using QObject::QObject;

    /// `arguments` follow `source`, `--json` and the configuration's folder are added; `input` goes to
    /// the child's standard input. The run belongs to `owner` and reports nothing before this returns.
    virtual ChildRun* start(const QStringList& arguments, const QByteArray& input,
                            QObject* owner) = 0;
};

} // namespace weir
