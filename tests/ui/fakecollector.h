// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/collectorclient.h"

#include <utility>
#include <vector>

namespace weir::test {

/// A collector that says what a test wants it to say.
class FakeCollector final : public CollectorClient
{
public:
    using CollectorClient::CollectorClient;

    Connection connection() const override { return m_connection; }
    QString problem() const override { return m_problem; }
    void send(const std::string& command, const Arguments& arguments, Answer answer) override
    {
        m_sent.push_back(command);
        m_arguments = arguments;
        m_answer = std::move(answer);
    }

    void setConnection(Connection connection, const QString& problem = {})
    {
        m_connection = connection;
        m_problem = problem;
        emit connectionChanged();
    }
    const std::vector<std::string>& sent() const { return m_sent; }
    const Arguments& arguments() const { return m_arguments; } ///< of the newest command
    /// Answers the newest command.
    void answer(const Result<std::string>& result)
    {
        if (const Answer waiting = std::exchange(m_answer, {}))
            waiting(result);
    }

private:
    Connection m_connection = Connection::Connected;
    QString m_problem;
    std::vector<std::string> m_sent;
    Arguments m_arguments;
    Answer m_answer;
};

} // namespace weir::test
