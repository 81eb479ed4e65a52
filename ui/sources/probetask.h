// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/background.h"
#include "ui/models/sourceprobelines.h"
#include "ui/sourceprobe.h"

#include <QPointer>
#include <QQueue>
#include <QTimer>

#include <memory>

namespace weir {

/// Asks a child one question at a time and reads its answer. A new question cancels the one before;
/// what takes longer than 300 ms asks to be shown as going on, and can be cancelled. Long lines (the
/// topics of a large cluster) are read in a thread of their own. Thread: GUI.
class ProbeTask final : public QObject
{
    Q_OBJECT

public:
    /// `probe` may be null: then every question is answered with a problem.
    explicit ProbeTask(SourceProbe* probe, QObject* parent = nullptr);

    void ask(const QStringList& arguments, const QByteArray& input = {});
    void cancel();
    bool isRunning() const { return !m_run.isNull() || !m_waiting.isEmpty(); }

signals:
    void slow(); ///< 300 ms have passed
    void answered(const weir::ProbeLine& line);
    /// `problem`: a sentence why the answer is not whole; empty: it is. Not after cancel().
    void finished(const QString& problem);

private:
    struct Parsed
    {
        quint64 question = 0;
        Result<ProbeLine> line;
        QString head; ///< its beginning, harmless
    };

    static Parsed parse(const QByteArray& line, quint64 question);
    void read(const QByteArray& line);
    void parseNext();
    void takeParsed();
    void handle(const Parsed& parsed);
    void end(const QString& problem);
    void finish();
    void dropRun();

    SourceProbe* m_probe;
    QPointer<ChildRun> m_run;
    QTimer m_slow;
    quint64 m_question = 0;
    QQueue<QByteArray> m_waiting; ///< the first one is being read by the thread
    bool m_hasAnswer = false;
    bool m_hasEnded = false;
    QString m_problem;

    // Last, so destroyed first: its thread has ended before what it calls goes away.
    std::unique_ptr<Background<Parsed>> m_parser; ///< for long lines; null until there is one
};

} // namespace weir
