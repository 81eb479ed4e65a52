// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sourceprobe.h"

#include <QPointer>

#include <vector>

namespace weir::test {

/// A child that says what a test wants it to say.
class FakeRun final : public ChildRun
{
public:
    using ChildRun::ChildRun;

    /// Lines as JSON with ' for ".
    void say(const QString& line)
    {
        emit lineReceived(QString(line).replace(QLatin1Char('\''), QLatin1Char('"')).toUtf8());
    }
    void end(const QString& problem = {}) { emit ended(problem); }
};

/// Keeps every question; a test answers through the newest run.
class FakeProbe final : public SourceProbe
{
public:
    struct Question
    {
        QStringList arguments;
        QByteArray input;
        QPointer<FakeRun> run; ///< null: cancelled or over
    };

    using SourceProbe::SourceProbe;

    ChildRun* start(const QStringList& arguments, const QByteArray& input, QObject* owner) override
    {
        auto* run = new FakeRun(owner);
        questions.push_back({arguments, input, run});
        return run;
    }

    std::vector<Question> questions;
};

} // namespace weir::test
