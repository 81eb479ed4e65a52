// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/message.h"

#include <QByteArray>
#include <QObject>

#include <optional>
#include <string>

class QLocalSocket;

namespace weir {

/// One client of the collector's socket. What it sends is untrusted: lines are capped, and who does
/// not read what is sent to it is not waited for. Thread: main.
class ControlConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlConnection)

public:
    /// Takes the socket over.
    explicit ControlConnection(QLocalSocket* socket, QObject* parent = nullptr);

    void answer(const ControlAnswer& answer);
    /// Drops all but the newest while the client does not keep up.
    void pushCommitted(EventSeq seq);
    void push(const std::string& json);

    bool follows = false;
    bool watches = false;
    bool isWindow = false;
    std::uint64_t usedAt = 0; ///< of a window: the higher, the later a person used it

signals:
    void requested(const weir::ControlRequest& request);
    void closed();

private:
    void read();
    void write(const std::string& json);
    void written();
    void drop();

    QLocalSocket* m_socket;
    std::optional<EventSeq> m_waiting; ///< committed, not told yet
};

} // namespace weir
