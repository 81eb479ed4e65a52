// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <functional>

class QDBusMessage;
class QDBusPendingCall;

namespace weir {

/// The desktop's notification server (org.freedesktop.Notifications 1.2) on one bus, whether it is
/// there or not. Every call is asynchronous and gives up after the time-out.
///
/// Thread: the owner's, with an event loop.
class NotificationServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotificationServer)

public:
    enum class State {
        Asking,
        Present,
        Absent, ///< there is none, or no bus
        Mute, ///< there is one that does not answer
    };

    struct Bubble
    {
        QString title; ///< plain text
        QString body; ///< markup where readsMarkup()
        quint8 urgency = 1; ///< 0 low, 1 normal, 2 critical: stays until it is closed
    };

    NotificationServer(const QDBusConnection& bus, std::chrono::milliseconds timeout,
                       QObject* parent = nullptr);

    /// Asks whether there is a server and what it can do; stateChanged() tells. Starts one where the
    /// bus knows how.
    void probe();

    State state() const { return m_state; }
    bool readsMarkup() const;
    /// Names the bus and the server's life on it: an id of a bubble means something within it alone.
    /// Empty unless Present.
    QString identity() const;

    /// `shown` gets the bubble's id, 0 when it failed. Precondition: Present.
    void show(const Bubble& bubble, quint32 replacesId, std::function<void(quint32)> shown);
    void close(quint32 id);

signals:
    void stateChanged();
    /// The server has ended or was replaced: bubbles and ids of before are void. Also from Present to
    /// Present.
    void lost();
    void closed(quint32 id);
    void clicked(quint32 id);
    /// What the server said to a bubble it refused.
    void refused(const QString& error);

private slots:
    void onNotificationClosed(const QDBusMessage& message);
    void onActionInvoked(const QDBusMessage& message);

private:
    void setState(State state);
    void ownerChanged(const QString& newOwner);
    void askOwner(int round);
    void askBus(int round);
    void failed(const QDBusError& error);
    void call(const QDBusMessage& message, std::function<void(const QDBusMessage&)> answered);

    QDBusConnection m_bus;
    const std::chrono::milliseconds m_timeout;
    QDBusServiceWatcher m_watcher;
    State m_state = State::Absent;
    int m_round = 0; ///< answers to an earlier probe are void
    QStringList m_capabilities;
    QString m_busId;
    QString m_owner;
};

} // namespace weir
