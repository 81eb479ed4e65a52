// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

#include <optional>

class QDBusMessage;

namespace weir {

/// Whether the desktop wants dark colours, from its settings portal (org.freedesktop.portal.Settings):
/// asked once, then heard of whenever it changes. Without a bus or a portal nothing is ever said.
/// Every call is asynchronous.
///
/// Thread: GUI.
class SettingsPortal final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsPortal)

public:
    explicit SettingsPortal(const QDBusConnection& bus, QObject* parent = nullptr);

    /// Starts a portal where the bus knows how; darkWanted() tells.
    void ask();

signals:
    /// Nothing: the desktop has no preference.
    void darkWanted(std::optional<bool> dark);

private slots:
    void onSettingChanged(const QDBusMessage& message);

private:
    void ask(const QString& method);

    QDBusConnection m_bus;
};

} // namespace weir
