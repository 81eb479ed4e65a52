// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/message.h"
#include "core/result.h"

#include <QObject>

#include <functional>
#include <map>
#include <string>

namespace weir {

/// What the window asks of the collector process and hears from it.
/// Declared by ui, implemented in app over the local socket, by a fake in tests.
///
/// Thread: GUI. No call waits; answers and signals come later, also in the GUI thread.
class CollectorClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CollectorClient)

public:
    enum class Connection {
        None, ///< no collector runs on this index: it is read only
        Starting,
        Connected,
        Lost, ///< it was there; being restarted
    };
    Q_ENUM(Connection)

    using Answer = std::function<void(Result<std::string>)>; ///< JSON of the result, may be empty
    using Arguments = std::map<std::string, std::string>;

    using QObject::QObject;

    virtual Connection connection() const = 0;
    /// Why there is no connection, as a sentence; empty when there is one.
    virtual QString problem() const = 0;
    /// Sends a command of interface.md's socket; `answer` may be empty.
    virtual void send(const std::string& command, const Arguments& arguments, Answer answer) = 0;

signals:
    void connectionChanged();
    void committed(quint64 seq);
    void statusReceived(const weir::Status& status);
    void transitionReceived(const weir::TransitionPush& transition);
    void bookmarksChanged();
    /// Somebody wants to see this `weir://` link, and this window was used last.
    void showWanted(const QString& url);
};

} // namespace weir
