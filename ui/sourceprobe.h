// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

namespace weir {

/// One child `weir-collector source …` at work. Ends when the object goes: deleting it is cancelling,
/// waits for nothing, and no signal comes after it. Thread: GUI.
class ProbeRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProbeRun)

public:
    using QObject::QObject;

signals:
    /// A line of its output, without the newline, as it came: untrusted.
    void lineReceived(const QByteArray& line);
    /// Once, last. `problem`: why there is no more, as a sentence, when the child could not be started,
    /// crashed or said too much; empty when it ended by itself, whatever it had to report.
    void ended(const QString& problem);
};

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
    virtual ProbeRun* start(const QStringList& arguments, const QByteArray& input,
                            QObject* owner) = 0;
};

} // namespace weir
