// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/accessibletree.h"

#include <QDBusArgument>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QTest>

namespace weir::test {

namespace {

constexpr auto connectionName = "weir-accessibility";
constexpr auto accessible = "org.a11y.atspi.Accessible";
constexpr int patience = 2000; // ms a call
constexpr int deepest = 40;
constexpr quint32 showing = 25; ///< the number of a state: AtspiStateType

QString addressOfBus()
{
    const QDBusMessage answer = QDBusConnection::sessionBus().call(
        QDBusMessage::createMethodCall(QStringLiteral("org.a11y.Bus"),
                                       QStringLiteral("/org/a11y/bus"),
                                       QStringLiteral("org.a11y.Bus"),
                                       QStringLiteral("GetAddress")),
        QDBus::Block, patience);
    return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0).toString()
                                                       : QString();
}

} // namespace

AccessibleTree::AccessibleTree()
{
    m_launcher.setProgram(QStringLiteral("/usr/libexec/at-spi-bus-launcher"));
    m_launcher.setArguments({QStringLiteral("--launch-immediately")});
    m_launcher.setStandardErrorFile(QProcess::nullDevice());
    m_launcher.start();
    QString address;
    (void)QTest::qWaitFor([&address] { return !(address = addressOfBus()).isEmpty(); }, 10'000);
    if (!address.isEmpty())
        m_bus = QDBusConnection::connectToBus(address, QLatin1String(connectionName));
}

AccessibleTree::~AccessibleTree()
{
    m_bus.reset();
    QDBusConnection::disconnectFromBus(QLatin1String(connectionName));
    m_launcher.terminate();
    m_launcher.waitForFinished(5000);
}

bool AccessibleTree::isReady() const
{
    return m_bus && m_bus->isConnected();
}

QVariant AccessibleTree::call(const Node& node, const char* interface, const char* method,
                              const QVariantList& arguments)
{
    auto message = QDBusMessage::createMethodCall(node.bus, node.path, QLatin1String(interface),
                                                  QLatin1String(method));
    message.setArguments(arguments);
    const QDBusMessage answer = m_bus->call(message, QDBus::Block, patience);
    return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0) : QVariant();
}

AccessibleTree::Node AccessibleTree::describe(const QString& bus, const QString& path)
{
    Node node{bus, path, {}, {}};
    const QVariant name = call(node, "org.freedesktop.DBus.Properties", "Get",
                               {QLatin1String(accessible), QStringLiteral("Name")});
    node.name = qvariant_cast<QDBusVariant>(name).variant().toString();
    node.role = call(node, accessible, "GetRoleName").toString();
    return node;
}

std::vector<AccessibleTree::Node> AccessibleTree::children(const Node& node)
{
    const QVariant count = call(node, "org.freedesktop.DBus.Properties", "Get",
                                {QLatin1String(accessible), QStringLiteral("ChildCount")});
    if (qvariant_cast<QDBusVariant>(count).variant().toInt() > most)
        return {};
    std::vector<Node> nodes;
    const QVariant answer = call(node, accessible, "GetChildren");
    if (!answer.canConvert<QDBusArgument>())
        return nodes;
    const auto list = qvariant_cast<QDBusArgument>(answer);
    std::vector<Reference> references;
    list.beginArray();
    while (!list.atEnd()) {
        Reference reference;
        list.beginStructure();
        list >> reference.bus >> reference.path;
        list.endStructure();
        references.push_back(reference);
    }
    list.endArray();
    for (const Reference& reference : references)
        nodes.push_back(describe(reference.bus, reference.path.path()));
    return nodes;
}

bool AccessibleTree::isShowing(const Node& node)
{
    const QVariant answer = call(node, accessible, "GetState");
    if (!answer.canConvert<QDBusArgument>())
        return false;
    QList<quint32> words;
    qvariant_cast<QDBusArgument>(answer) >> words;
    return !words.isEmpty() && (words[0] >> showing & 1U) != 0;
}

std::vector<AccessibleTree::Node> AccessibleTree::programs()
{
    return children({QStringLiteral("org.a11y.atspi.Registry"),
                     QStringLiteral("/org/a11y/atspi/accessible/root"),
                     {},
                     {}});
}

std::optional<AccessibleTree::Node> AccessibleTree::findBelow(const Node& node,
                                                              const Wanted& wanted, int depth)
{
    if (depth > deepest)
        return {};
    for (const Node& child : children(node)) {
        if (!isShowing(child))
            continue;
        if (wanted(child))
            return child;
        if (auto found = findBelow(child, wanted, depth + 1))
            return found;
    }
    return {};
}

std::optional<AccessibleTree::Node> AccessibleTree::find(const QString& program,
                                                         const Wanted& wanted)
{
    for (const Node& running : programs()) {
        if (running.name != program)
            continue;
        for (const Node& window : children(running)) {
            if (wanted(window))
                return window;
            if (auto found = findBelow(window, wanted, 0))
                return found;
        }
    }
    return {};
}

QRect AccessibleTree::extents(const Node& node)
{
    constexpr quint32 ofScreen = 0;
    const QVariant answer =
        call(node, "org.a11y.atspi.Component", "GetExtents", {QVariant::fromValue(ofScreen)});
    if (!answer.canConvert<QDBusArgument>())
        return {};
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    const auto box = qvariant_cast<QDBusArgument>(answer);
    box.beginStructure();
    box >> x >> y >> width >> height;
    box.endStructure();
    return {x, y, width, height};
}

QString AccessibleTree::text(const Node& node)
{
    return call(node, "org.a11y.atspi.Text", "GetText", {0, -1}).toString();
}

} // namespace weir::test
