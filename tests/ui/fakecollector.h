// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/collectorclient.h"

namespace weir::test {

/// A collector that says what a test wants it to say.
class FakeCollector final : public CollectorClient
{
public:
    using CollectorClient::CollectorClient;

    Connection connection() const override { return m_connection; }
    QString problem() const override { return m_problem; }
    void send(const std::string& command, const Arguments&, Answer) override
    {
        m_sent.push_back(command);
    }

    void setConnection(Connection connection, const QString& problem = {})
    {
        m_connection = connection;
        m_problem = problem;
        emit connectionChanged();
    }
    const std::vector<std::string>& sent() const { return m_sent; }

private:
    Connection m_connection = Connection::Connected;
    QString m_problem;
    std::vector<std::string> m_sent;
};

} // namespace weir::test
