// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/evaluator.h"
#include "tests/alerts/alertstream.h"

#include <QByteArray>

#include <memory>
#include <string>

namespace weir {

/// An evaluator with a stream; says what it has told since the last question.
struct AlertBench
{
    explicit AlertBench(AlertRule rule, SourceKind kind = SourceKind::File)
        : evaluator(std::move(*Evaluator::create({std::move(rule)})))
        , stream(kind)
    {
    }

    /// A tick for each second after `from`, up to `to`.
    void ticks(int from, int to) const
    {
        for (int second = from + 1; second <= to; ++second)
            evaluator->tick(at(second));
    }
    /// Seconds in which the source sends something that is not what the rule looks for.
    void quietSeconds(int from, int to)
    {
        for (int second = from; second < to; ++second) {
            evaluator->observe(stream.batch({{.time = second + 0.9}}, "fine"));
            evaluator->tick(at(second + 1));
        }
    }
    void observe(std::size_t count, const TestEvent& event)
    {
        evaluator->observe(stream.burst(count, event));
    }
    std::string told() const { return printed(evaluator->takeTransitions()); }

    std::unique_ptr<Evaluator> evaluator;
    AlertStream stream;
};

inline QByteArray alertText(const std::string& s)
{
    return QByteArray::fromStdString(s);
}

} // namespace weir

/// What a bench has told since the last question.
#define SAYS(actual, expected) QCOMPARE(weir::alertText(actual), QByteArray(expected))
