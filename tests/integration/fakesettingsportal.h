// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QObject>

namespace weir {

/// A desktop's settings portal with the colour scheme alone. Thread: the test's.
class FakeSettingsPortal final : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    explicit FakeSettingsPortal(const QDBusConnection& bus)
        : m_bus(bus)
    {
        m_bus.registerObject(path(), this, QDBusConnection::ExportScriptableSlots);
        m_bus.registerService(name());
    }
    ~FakeSettingsPortal() override
    {
        m_bus.unregisterService(name());
        m_bus.unregisterObject(path());
    }

    /// 0 no preference, 1 dark, 2 light
    void choose(uint scheme)
    {
        m_scheme = scheme;
        tell(appearance(), QStringLiteral("color-scheme"), m_scheme);
    }
    /// Something else of the desktop changes.
    void chooseAccent()
    {
        tell(appearance(), QStringLiteral("accent-color"), 1);
        tell(QStringLiteral("org.gnome.desktop.interface"), QStringLiteral("color-scheme"), 1);
    }

    bool isOfVersion1 = false; ///< ReadOne came with version 2
    int asked = 0;

public slots:
    Q_SCRIPTABLE QDBusVariant ReadOne(const QString& group, const QString& key) // NOLINT
    {
        if (isOfVersion1) {
            sendErrorReply(QDBusError::UnknownMethod);
            return {};
        }
        return value(group, key);
    }
    Q_SCRIPTABLE QDBusVariant Read(const QString& group, const QString& key) // NOLINT
    {
        return QDBusVariant(QVariant::fromValue(value(group, key)));
    }

private:
    static QString appearance() { return QStringLiteral("org.freedesktop.appearance"); }

    static QString name() { return QStringLiteral("org.freedesktop.portal.Desktop"); }
    static QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }

    void tell(const QString& group, const QString& key, uint value)
    {
        QDBusMessage changed = QDBusMessage::createSignal(
            path(), QStringLiteral("org.freedesktop.portal.Settings"),
            QStringLiteral("SettingChanged"));
        changed << group << key << QVariant::fromValue(QDBusVariant(value));
        m_bus.send(changed);
    }

    QDBusVariant value(const QString& group, const QString& key)
    {
        ++asked;
        if (group == appearance() && key == QStringLiteral("color-scheme"))
            return QDBusVariant(QVariant(m_scheme));
        sendErrorReply(QStringLiteral("org.freedesktop.portal.Error.NotFound"), key);
        return {};
    }

    QDBusConnection m_bus;
    uint m_scheme = 0;
};

} // namespace weir
