// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/message.h"
#include "core/result.h"

#include <QLocalServer>
#include <QObject>
#include <QPointer>

#include <functional>
#include <string>
#include <vector>

namespace weir {

class ControlConnection;

/// The collector's side of the local socket: answers commands of processes of the same user, tells
/// who follows what was committed and who watches the status. `hello`, `follow`, `watch` and `show`
/// are its own business, everything else goes to the handler.
/// Thread: main.
class ControlServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlServer)

public:
    /// To be called once, at once or later, with the answer; `id` is set by the server.
    using Reply = std::function<void(ControlAnswer)>;
    using Handler = std::function<void(const ControlRequest&, Reply)>;

    explicit ControlServer(Handler handler, QObject* parent = nullptr);
    ~ControlServer() override;

    /// The socket is 0600; one left over from a dead collector is replaced. Precondition: this
    /// process holds the index lock.
    Result<Done> listen(const std::string& path);
    void close();

    void announceCommitted(EventSeq seq);
    void announceStatus(const Status& status);
    void announceTransition(const TransitionPush& transition);
    void announceBookmarks();

    bool hasFollowers() const;
    bool hasWatchers() const;
    int windows() const;

signals:
    /// Who follows, watches or looks has changed.
    void audienceChanged();

private:
    void accept();
    void handle(ControlConnection& connection, const ControlRequest& request);
    Result<Done> show(const std::string& url);
    void pushToWatchers(const std::string& json);
    void remove(ControlConnection* connection);

    const Handler m_handler;
    QLocalServer m_server;
    std::vector<ControlConnection*> m_connections; ///< children of this
    std::uint64_t m_lastUse = 0;
};

} // namespace weir
