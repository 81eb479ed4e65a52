// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/controlconnection.h"

#include <QLocalSocket>

namespace weir {

namespace {

/// Above this a client is not told each commit.
constexpr qint64 slowBytes = qint64{64} << 10;
/// Above this a client has stopped reading.
constexpr qint64 deadBytes = qint64{16} << 20;

} // namespace

ControlConnection::ControlConnection(QLocalSocket* socket, QObject* parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(static_cast<qint64>(maxControlLine) + 1);
    connect(m_socket, &QLocalSocket::readyRead, this, &ControlConnection::read);
    connect(m_socket, &QLocalSocket::bytesWritten, this, &ControlConnection::written);
    connect(m_socket, &QLocalSocket::disconnected, this, &ControlConnection::closed);
}

void ControlConnection::answer(const ControlAnswer& answer)
{
    write(answer.toJson());
}

void ControlConnection::pushCommitted(EventSeq seq)
{
    if (m_socket->bytesToWrite() > slowBytes)
        m_waiting = seq;
    else
        write(CommittedPush{seq}.toJson());
}

void ControlConnection::push(const std::string& json)
{
    if (m_socket->bytesToWrite() > deadBytes)
        return drop();
    write(json);
}

void ControlConnection::read()
{
    while (m_socket->canReadLine()) {
        const QByteArray line = m_socket->readLine();
        const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
        const auto request = ControlRequest::fromJson(text);
        if (request)
            emit requested(*request);
        else
            answer({.id = 0, .error = request.error().text(), .result = {}});
    }
    if (m_socket->bytesAvailable() > static_cast<qint64>(maxControlLine))
        drop();
}

void ControlConnection::write(const std::string& json)
{
    m_socket->write(json.data(), static_cast<qint64>(json.size()));
    m_socket->write("\n", 1);
    m_socket->flush();
}

void ControlConnection::written()
{
    if (m_waiting && m_socket->bytesToWrite() <= slowBytes) {
        const EventSeq seq = *m_waiting;
        m_waiting.reset();
        write(CommittedPush{seq}.toJson());
    }
}

void ControlConnection::drop()
{
    m_socket->abort();
}

} // namespace weir
