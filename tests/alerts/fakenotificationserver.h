// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QObject>
#include <QVariantMap>

namespace weir {

/// A notification server that writes down what it is told. Thread: the test's.
class FakeNotificationServer final : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Notified
    {
        quint32 replaces = 0;
        quint32 id = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariant urgency;
        int expires = 0;
    };

    explicit FakeNotificationServer(const QDBusConnection& bus)
        : m_bus(bus)
    {
    }
    ~FakeNotificationServer() override { stop(); }

    void start()
    {
        m_bus.registerObject(path(), this, QDBusConnection::ExportScriptableContents);
        m_bus.registerService(name());
    }
    void stop()
    {
        m_bus.unregisterService(name());
        m_bus.unregisterObject(path());
    }

    void closeByPerson(quint32 id) { emit NotificationClosed(id, 2); }
    void click(quint32 id) { emit ActionInvoked(id, QStringLiteral("default")); }

    QList<Notified> notified;
    QList<quint32> closed;
    QStringList capabilities{QStringLiteral("actions"), QStringLiteral("body"),
                             QStringLiteral("body-markup")};
    bool isStalled = false; ///< takes calls and never answers
    bool isRefusing = false;

public slots:
    Q_SCRIPTABLE QStringList GetCapabilities() // NOLINT(readability-identifier-naming)
    {
        if (isStalled)
            setDelayedReply(true);
        return capabilities;
    }
    Q_SCRIPTABLE quint32 Notify(const QString&, quint32 replaces, const QString&,
                                const QString& title, const QString& body,
                                const QStringList& actions, const QVariantMap& hints, int expires)
    {
        if (isStalled)
            setDelayedReply(true);
        if (isRefusing) {
            sendErrorReply(QStringLiteral("org.freedesktop.Notifications.MaxNotificationsExceeded"),
                           QStringLiteral("too many"));
            return 0;
        }
        const quint32 id = replaces != 0 ? replaces : ++m_lastId;
        notified.append(
            {replaces, id, title, body, actions, hints.value(QStringLiteral("urgency")), expires});
        return id;
    }
    Q_SCRIPTABLE void CloseNotification(quint32 id) { closed.append(id); } // NOLINT

signals:
    Q_SCRIPTABLE void NotificationClosed(quint32 id, quint32 reason); // NOLINT
    Q_SCRIPTABLE void ActionInvoked(quint32 id, const QString& key); // NOLINT

private:
    static QString name() { return QStringLiteral("org.freedesktop.Notifications"); }
    static QString path() { return QStringLiteral("/org/freedesktop/Notifications"); }

    QDBusConnection m_bus;
    quint32 m_lastId = 40; ///< ids need not begin at 1
};

} // namespace weir
