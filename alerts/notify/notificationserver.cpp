// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/notify/notificationserver.h"

#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

namespace weir {

namespace {

const auto serviceName = QStringLiteral("org.freedesktop.Notifications");
const auto objectPath = QStringLiteral("/org/freedesktop/Notifications");

QDBusMessage toServer(const QString& method)
{
    return QDBusMessage::createMethodCall(serviceName, objectPath, serviceName, method);
}

QDBusMessage toBus(const QString& method)
{
    const auto name = QStringLiteral("org.freedesktop.DBus");
    return QDBusMessage::createMethodCall(name, QStringLiteral("/org/freedesktop/DBus"), name,
                                          method);
}

bool isAnswer(const QDBusMessage& message)
{
    return message.type() == QDBusMessage::ReplyMessage && !message.arguments().isEmpty();
}

} // namespace

NotificationServer::NotificationServer(const QDBusConnection& bus,
                                       std::chrono::milliseconds timeout, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
    , m_timeout(timeout)
{
    if (!m_bus.isConnected())
        return;
    m_watcher.setConnection(m_bus);
    m_watcher.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    m_watcher.addWatchedService(serviceName);
    connect(&m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& now) { ownerChanged(now); });
    // Without naming the service: QtDBus would look its owner up and wait for the answer.
    m_bus.connect({}, objectPath, serviceName, QStringLiteral("NotificationClosed"), this,
                  SLOT(onNotificationClosed(QDBusMessage)));
    m_bus.connect({}, objectPath, serviceName, QStringLiteral("ActionInvoked"), this,
                  SLOT(onActionInvoked(QDBusMessage)));
}

void NotificationServer::call(const QDBusMessage& message,
                              std::function<void(const QDBusMessage&)> answered)
{
    auto* watcher = new QDBusPendingCallWatcher(
        m_bus.asyncCall(message, static_cast<int>(m_timeout.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [answered = std::move(answered)](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                answered(finished->reply());
            });
}

void NotificationServer::probe()
{
    if (m_state == State::Asking)
        return;
    if (!m_bus.isConnected())
        return setState(State::Absent);
    const int round = ++m_round;
    m_state = State::Asking;
    call(toServer(QStringLiteral("GetCapabilities")), [this, round](const QDBusMessage& answer) {
        if (round != m_round)
            return;
        if (!isAnswer(answer))
            return failed(QDBusError(answer));
        m_capabilities = answer.arguments().constFirst().toStringList();
        askOwner(round);
    });
}

void NotificationServer::askOwner(int round)
{
    QDBusMessage question = toBus(QStringLiteral("GetNameOwner"));
    question << serviceName;
    call(question, [this, round](const QDBusMessage& answer) {
        if (round != m_round)
            return;
        if (!isAnswer(answer))
            return failed(QDBusError(answer));
        m_owner = answer.arguments().constFirst().toString();
        askBus(round);
    });
}

void NotificationServer::askBus(int round)
{
    call(toBus(QStringLiteral("GetId")), [this, round](const QDBusMessage& answer) {
        if (round != m_round)
            return;
        if (!isAnswer(answer))
            return failed(QDBusError(answer));
        m_busId = answer.arguments().constFirst().toString();
        setState(State::Present);
    });
}

void NotificationServer::failed(const QDBusError& error)
{
    const bool isMute = error.type() == QDBusError::NoReply || error.type() == QDBusError::Timeout
        || error.type() == QDBusError::TimedOut;
    setState(isMute ? State::Mute : State::Absent);
}

void NotificationServer::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

void NotificationServer::ownerChanged(const QString& newOwner)
{
    if (!newOwner.isEmpty() && newOwner == m_owner)
        return; // the probe was quicker than the signal
    const bool wasKnown = !m_owner.isEmpty();
    m_owner.clear();
    ++m_round;
    m_state = State::Absent;
    if (wasKnown)
        emit lost();
    if (newOwner.isEmpty())
        emit stateChanged();
    else
        probe();
}

bool NotificationServer::readsMarkup() const
{
    return m_capabilities.contains(QStringLiteral("body-markup"));
}

QString NotificationServer::identity() const
{
    return m_state == State::Present ? m_busId % QLatin1Char(' ') % m_owner : QString();
}

void NotificationServer::show(const Bubble& bubble, quint32 replacesId,
                              std::function<void(quint32)> shown)
{
    QStringList actions;
    if (m_capabilities.contains(QStringLiteral("actions")))
        actions = QStringList{QStringLiteral("default"), tr("Open")};
    const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue(bubble.urgency)},
                            {QStringLiteral("desktop-entry"), QStringLiteral("weir")}};
    const int expires = bubble.urgency == 2 ? 0 : -1;
    QDBusMessage message = toServer(QStringLiteral("Notify"));
    message << QStringLiteral("Weir") << replacesId << QStringLiteral("weir") << bubble.title
            << bubble.body << actions << hints << expires;
    call(message, [this, shown = std::move(shown)](const QDBusMessage& answer) {
        if (isAnswer(answer))
            return shown(answer.arguments().constFirst().toUInt());
        emit refused(answer.errorMessage());
        shown(0);
    });
}

void NotificationServer::close(quint32 id)
{
    QDBusMessage message = toServer(QStringLiteral("CloseNotification"));
    message << id;
    // That it is closed already is what was wanted.
    call(message, [](const QDBusMessage&) {});
}

void NotificationServer::onNotificationClosed(const QDBusMessage& message)
{
    if (message.service() == m_owner && message.arguments().size() == 2)
        emit closed(message.arguments().constFirst().toUInt());
}

void NotificationServer::onActionInvoked(const QDBusMessage& message)
{
    const QVariantList arguments = message.arguments();
    if (message.service() == m_owner && arguments.size() == 2
        && arguments.constLast().toString() == QStringLiteral("default"))
        emit clicked(arguments.constFirst().toUInt());
}

} // namespace weir
