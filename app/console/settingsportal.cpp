// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/settingsportal.h"

#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>

namespace weir {

namespace {

const auto serviceName = QStringLiteral("org.freedesktop.portal.Desktop");
const auto objectPath = QStringLiteral("/org/freedesktop/portal/desktop");
const auto interfaceName = QStringLiteral("org.freedesktop.portal.Settings");
const auto group = QStringLiteral("org.freedesktop.appearance");
const auto key = QStringLiteral("color-scheme");
const auto methodSinceVersion2 = QStringLiteral("ReadOne");
const auto firstMethod = QStringLiteral("Read"); ///< wraps the value once more

constexpr uint preferDark = 1;
constexpr uint preferLight = 2;

std::optional<bool> isDark(QVariant value)
{
    while (value.metaType() == QMetaType::fromType<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    const uint scheme = value.toUInt();
    if (scheme == preferDark || scheme == preferLight)
        return scheme == preferDark;
    return std::nullopt;
}

} // namespace

SettingsPortal::SettingsPortal(const QDBusConnection& bus, QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{
    // Without naming the service: QtDBus would look its owner up and wait for the answer.
    m_bus.connect({}, objectPath, interfaceName, QStringLiteral("SettingChanged"), this,
                  SLOT(onSettingChanged(QDBusMessage)));
}

void SettingsPortal::ask()
{
    if (m_bus.isConnected())
        ask(methodSinceVersion2);
}

void SettingsPortal::ask(const QString& method)
{
    QDBusMessage question =
        QDBusMessage::createMethodCall(serviceName, objectPath, interfaceName, method);
    question << group << key;
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, method](QDBusPendingCallWatcher* finished) {
                finished->deleteLater();
                const QDBusMessage answer = finished->reply();
                if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty())
                    emit darkWanted(isDark(answer.arguments().constFirst()));
                else if (method == methodSinceVersion2
                         && QDBusError(answer).type() == QDBusError::UnknownMethod)
                    ask(firstMethod);
            });
}

void SettingsPortal::onSettingChanged(const QDBusMessage& message)
{
    const QVariantList arguments = message.arguments();
    if (arguments.size() == 3 && arguments[0].toString() == group && arguments[1].toString() == key)
        emit darkWanted(isDark(arguments[2]));
}

} // namespace weir
