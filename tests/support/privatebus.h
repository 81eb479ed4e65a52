// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace weir {

/// A message bus of its own that starts nothing by itself: no notification server unless the test
/// makes one.
class PrivateBus final
{
public:
    PrivateBus()
    {
        QFile config(m_folder.filePath(QStringLiteral("bus.conf")));
        if (!config.open(QIODevice::WriteOnly))
            return;
        config.write("<busconfig><type>session</type><listen>unix:path=");
        config.write(QFile::encodeName(m_folder.filePath(QStringLiteral("bus"))));
        config.write("</listen><auth>EXTERNAL</auth><policy context=\"default\">"
                     "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
                     "</policy></busconfig>");
        config.close();
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--config-file=") + config.fileName(),
                        QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
                        QStringLiteral("--print-address")});
        if (m_daemon.waitForReadyRead(10'000))
            m_address = QString::fromLocal8Bit(m_daemon.readLine().trimmed());
    }
    ~PrivateBus()
    {
        for (const QString& name : m_connections)
            QDBusConnection::disconnectFromBus(name);
        m_daemon.terminate();
        m_daemon.waitForFinished(10'000);
    }
    Q_DISABLE_COPY_MOVE(PrivateBus)

    bool isRunning() const { return !m_address.isEmpty(); }
    /// For DBUS_SESSION_BUS_ADDRESS of another program.
    QString address() const { return m_address; }

    /// A new connection each time: another client for the bus.
    QDBusConnection connection()
    {
        static int number = 0;
        m_connections.append(QStringLiteral("private-%1").arg(++number));
        return QDBusConnection::connectToBus(m_address, m_connections.last());
    }

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
    QStringList m_connections;
};

} // namespace weir
