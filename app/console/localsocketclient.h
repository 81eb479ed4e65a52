// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/collectorclient.h"

#include <QLocalSocket>
#include <QTimer>

#include <cstdint>
#include <filesystem>
#include <unordered_map>

namespace weir {

class CollectorProcess;

/// The window's line to the collector of an index: finds it, asks for commits, status and
/// transitions, and finds it again when it was lost. Thread: GUI; never waits.
class LocalSocketClient final : public CollectorClient
{
    Q_OBJECT

public:
    /// `process` may be null: then a collector is never started. It outlives the client.
    LocalSocketClient(std::filesystem::path index, CollectorProcess* process,
                      QObject* parent = nullptr);
    ~LocalSocketClient() override;

    /// Looks for the collector, and goes on doing so.
    void start();
    /// From now on a collector that ends is not started again.
    void stopSupervising() { m_process = nullptr; }

    Connection connection() const override { return m_connection; }
    QString problem() const override { return m_problem; }
    void send(const std::string& command, const Arguments& arguments, Answer answer) override;

private:
    void tryConnect();
    void connected();
    void lost();
    void failPending();
    void read();
    void handle(const CollectorMessage& message);
    void setConnection(Connection connection, const QString& problem);

    const std::filesystem::path m_index;
    CollectorProcess* m_process;
    QLocalSocket m_socket;
    QTimer m_retry;
    Connection m_connection = Connection::None;
    QString m_problem;
    bool m_wasConnected = false;
    std::uint64_t m_nextId = 1;
    std::unordered_map<std::uint64_t, Answer> m_pending;
};

} // namespace weir
