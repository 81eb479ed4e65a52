// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/controlserver.h"

#include "app/collector/controlconnection.h"
#include "core/json.h"

#include <QLocalSocket>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace weir {

namespace {

/// `{"do":"follow","on":false}`; without `on` it is switched on.
bool isOn(const ControlRequest& request, const std::string& name)
{
    const auto found = request.arguments.find(name);
    return found == request.arguments.end() || found->second != "false";
}

bool isSameUser(qintptr descriptor)
{
    ucred peer = {};
    socklen_t length = sizeof peer;
    return getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0
        && peer.uid == geteuid();
}

std::string helloResult()
{
    JsonWriter json;
    json.beginObject();
    json.member("pid", static_cast<std::int64_t>(getpid())).member("version", WEIR_VERSION);
    json.endObject();
    return json.take();
}

} // namespace

ControlServer::ControlServer(Handler handler, QObject* parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

ControlServer::~ControlServer()
{
    close();
}

Result<Done> ControlServer::listen(const std::string& path)
{
    const QString name = QString::fromStdString(path);
    QLocalServer::removeServer(name);
    if (!m_server.listen(name))
        return Error{Error::Code::Io, path, m_server.errorString().toStdString()};
    chmod(path.c_str(), 0600);
    return Done{};
}

void ControlServer::close()
{
    m_server.close();
}

void ControlServer::announceCommitted(EventSeq seq)
{
    for (ControlConnection* connection : m_connections) {
        if (connection->follows)
            connection->pushCommitted(seq);
    }
}

void ControlServer::announceStatus(const Status& status)
{
    if (hasWatchers())
        pushToWatchers(StatusPush{status}.toJson());
}

void ControlServer::announceTransition(const TransitionPush& transition)
{
    pushToWatchers(transition.toJson());
}

void ControlServer::announceBookmarks()
{
    pushToWatchers(BookmarksPush{}.toJson());
}

void ControlServer::pushToWatchers(const std::string& json)
{
    // A copy: who is dropped for not reading leaves the list.
    for (ControlConnection* connection : std::vector(m_connections)) {
        if (connection->watches)
            connection->push(json);
    }
}

/// To the window that was used last.
Result<Done> ControlServer::show(const std::string& url)
{
    ControlConnection* window = nullptr;
    for (ControlConnection* connection : m_connections) {
        if (connection->isWindow && (window == nullptr || connection->usedAt > window->usedAt))
            window = connection;
    }
    if (url.empty())
        return Error{Error::Code::InvalidInput, "url", "must be a weir:// link"};
    if (window == nullptr)
        return Error{Error::Code::NotFound, {}, "no window is open on this index"};
    window->push(ShowPush{url}.toJson());
    return Done{};
}

bool ControlServer::hasFollowers() const
{
    return std::ranges::any_of(m_connections, [](const auto* c) { return c->follows; });
}

bool ControlServer::hasWatchers() const
{
    return std::ranges::any_of(m_connections, [](const auto* c) { return c->watches; });
}

int ControlServer::windows() const
{
    return static_cast<int>(
        std::ranges::count_if(m_connections, [](const auto* c) { return c->isWindow; }));
}

void ControlServer::accept()
{
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        if (!isSameUser(socket->socketDescriptor())) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto* connection = new ControlConnection(socket, this);
        m_connections.push_back(connection);
        connect(
            connection, &ControlConnection::requested, this,
            [this, connection](const ControlRequest& request) { handle(*connection, request); });
        connect(connection, &ControlConnection::closed, this,
                [this, connection] { remove(connection); });
    }
}

void ControlServer::handle(ControlConnection& connection, const ControlRequest& request)
{
    ControlAnswer answer{.id = request.id, .error = {}, .result = {}};
    if (request.command == "hello") {
        connection.isWindow = request.arguments.contains("window") && isOn(request, "window");
        connection.usedAt = ++m_lastUse;
        answer.result = helloResult();
    } else if (request.command == "follow") {
        connection.follows = isOn(request, "on");
    } else if (request.command == "watch") {
        connection.watches = isOn(request, "on");
    } else if (request.command == "show") {
        const auto url = request.arguments.find("url");
        if (const auto shown = show(url == request.arguments.end() ? std::string() : url->second);
            !shown)
            answer.error = shown.error().text();
    } else {
        const QPointer<ControlConnection> alive(&connection);
        m_handler(request, [alive, id = request.id](ControlAnswer late) {
            late.id = id;
            if (alive)
                alive->answer(late);
        });
        return;
    }
    connection.answer(answer);
    emit audienceChanged();
}

void ControlServer::remove(ControlConnection* connection)
{
    if (std::erase(m_connections, connection) == 0)
        return;
    connection->deleteLater();
    emit audienceChanged();
}

} // namespace weir
