// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/localsocketclient.h"

#include "app/console/collectorprocess.h"
#include "core/control/collectorinfo.h"

#include <type_traits>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr auto retryWhileStarting = 50ms;
constexpr auto retryAlone = 1s;

} // namespace

LocalSocketClient::LocalSocketClient(std::filesystem::path index, CollectorProcess* process,
                                     QObject* parent)
    : CollectorClient(parent)
    , m_index(std::move(index))
    , m_process(process)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &LocalSocketClient::tryConnect);
    connect(&m_socket, &QLocalSocket::connected, this, &LocalSocketClient::connected);
    connect(&m_socket, &QLocalSocket::disconnected, this, &LocalSocketClient::lost);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &LocalSocketClient::lost);
    connect(&m_socket, &QLocalSocket::readyRead, this, &LocalSocketClient::read);
    if (m_process != nullptr) {
        connect(m_process, &CollectorProcess::started, this, &LocalSocketClient::lost);
        connect(m_process, &CollectorProcess::ended, this, &LocalSocketClient::lost);
    }
}

LocalSocketClient::~LocalSocketClient()
{
    m_socket.disconnect(this);
}

void LocalSocketClient::start()
{
    setConnection(m_process != nullptr ? Connection::Starting : Connection::None,
                  tr("No collector runs on this index."));
    tryConnect();
}

void LocalSocketClient::send(const std::string& command, const Arguments& arguments, Answer answer)
{
    if (m_socket.state() != QLocalSocket::ConnectedState) {
        if (answer)
            answer(Error{Error::Code::Unreachable, {}, "no collector runs on this index"});
        return;
    }
    const ControlRequest request{.id = m_nextId++, .command = command, .arguments = arguments};
    if (answer)
        m_pending.emplace(request.id, std::move(answer));
    m_socket.write(QByteArray::fromStdString(request.toJson() + "\n"));
}

void LocalSocketClient::tryConnect()
{
    if (m_socket.state() != QLocalSocket::UnconnectedState)
        return;
    const auto info = CollectorInfo::read(m_index);
    if (!info)
        return lost();
    m_socket.connectToServer(QString::fromStdString(info->socket));
}

void LocalSocketClient::connected()
{
    m_wasConnected = true;
    send("hello", {{"window", "true"}}, {});
    send("watch", {}, {});
    send("follow", {}, {});
    setConnection(Connection::Connected, {});
}

/// Not connected, for whatever reason: sees to it that there is a collector, and tries again.
void LocalSocketClient::lost()
{
    if (m_socket.state() == QLocalSocket::ConnectedState)
        return;
    failPending();
    if (m_process == nullptr) {
        setConnection(m_wasConnected ? Connection::Lost : Connection::None,
                      tr("No collector runs on this index."));
        m_retry.start(retryAlone);
        return;
    }
    m_process->ensureRunning();
    const QString words = m_process->lastWords();
    setConnection(m_wasConnected ? Connection::Lost : Connection::Starting,
                  words.isEmpty() ? tr("The collector is starting") : words);
    m_retry.start(m_process->isRunning() ? retryWhileStarting : retryAlone);
}

void LocalSocketClient::failPending()
{
    for (const auto& [id, answer] : std::exchange(m_pending, {}))
        answer(Error{Error::Code::Unreachable, {}, "the collector has gone"});
}

void LocalSocketClient::read()
{
    while (m_socket.canReadLine()) {
        const QByteArray line = m_socket.readLine();
        const auto message = parseCollectorMessage(
            {line.constData(), static_cast<std::size_t>(line.trimmed().size())});
        if (!message)
            return m_socket.abort(); // not a collector, or another version of one
        handle(*message);
    }
    if (m_socket.bytesAvailable() > static_cast<qint64>(maxControlLine))
        m_socket.abort();
}

void LocalSocketClient::handle(const CollectorMessage& message)
{
    const auto dispatch = [this](const auto& received) {
        using T = std::decay_t<decltype(received)>;
        if constexpr (std::is_same_v<T, ControlAnswer>) {
            const auto found = m_pending.find(received.id);
            if (found == m_pending.end())
                return;
            const Answer answer = std::move(found->second);
            m_pending.erase(found);
            if (received.error.empty())
                answer(received.result);
            else
                answer(Error{Error::Code::InvalidInput, {}, received.error});
        } else if constexpr (std::is_same_v<T, CommittedPush>) {
            emit committed(number(received.seq));
        } else if constexpr (std::is_same_v<T, StatusPush>) {
            emit statusReceived(received.status);
        } else if constexpr (std::is_same_v<T, TransitionPush>) {
            emit transitionReceived(received);
        } else if constexpr (std::is_same_v<T, BookmarksPush>) {
            emit bookmarksChanged();
        } else {
            emit showWanted(QString::fromStdString(received.url));
        }
    };
    std::visit(dispatch, message);
}

void LocalSocketClient::setConnection(Connection connection, const QString& problem)
{
    if (connection == m_connection && problem == m_problem)
        return;
    m_connection = connection;
    m_problem = problem;
    emit connectionChanged();
}

} // namespace weir
