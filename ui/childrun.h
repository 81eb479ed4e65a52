// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

namespace weir {

/// One child program at work. Ends when the object goes: deleting it is cancelling,
/// waits for nothing, and no signal comes after it. Thread: GUI.
class ChildRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChildRun)

public:
    using QObject::QObject;

signals:
    /// A line of its output, without the newline, as it came: untrusted.
    void lineReceived(const QByteArray& line);
    /// Once, last. `problem`: why there is no more, as a sentence, when the child could not be started,
    /// crashed or said too much; empty when it ended by itself, whatever it had to report.
    void ended(const QString& problem);
};

} // namespace weir
