// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/accessibletree.h"

#include <QDBusArgument>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QTest>

#include <array>

namespace weir::test {

namespace {

constexpr auto connectionName = "weir-accessibility";
constexpr auto accessible = "org.a11y.atspi.Accessible";
constexpr int patience = 2000; // ms a call
constexpr int deepest = 40;
constexpr int longestShown = 120; ///< characters

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

/// Waits for it; invalid when there is none.
QVariant valueOf(QDBusPendingCall call)
{
    call.waitForFinished();
    return call.isValid() && !call.isError() ? call.reply().arguments().value(0) : QVariant();
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

QDBusPendingCall AccessibleTree::ask(const Node& node, const char* interface, const char* method,
                                     const QVariantList& arguments)
{
    auto message = QDBusMessage::createMethodCall(node.bus, node.path, QLatin1String(interface),
                                                  QLatin1String(method));
    message.setArguments(arguments);
    return m_bus->asyncCall(message, patience);
}

QVariant AccessibleTree::call(const Node& node, const char* interface, const char* method,
                              const QVariantList& arguments)
{
    return valueOf(ask(node, interface, method, arguments));
}

QString AccessibleTree::property(const Node& node, const char* name)
{
    const QVariant value = call(node, "org.freedesktop.DBus.Properties", "Get",
                                {QLatin1String(accessible), QLatin1String(name)});
    return qvariant_cast<QDBusVariant>(value).variant().toString();
}

std::vector<AccessibleTree::Node>
AccessibleTree::describe(const std::vector<Reference>& references)
{
    std::vector<Node> nodes;
    std::vector<std::array<QDBusPendingCall, 3>> answers;
    for (const Reference& reference : references) {
        const Node& node = nodes.emplace_back(Node{reference.bus, reference.path.path(), {}, {}, 0});
        answers.push_back({ask(node, "org.freedesktop.DBus.Properties", "Get",
                               {QLatin1String(accessible), QStringLiteral("Name")}),
                           ask(node, accessible, "GetRoleName"), ask(node, accessible, "GetState")});
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& [name, role, states] = answers[i];
        nodes[i].name = qvariant_cast<QDBusVariant>(valueOf(name)).variant().toString();
        nodes[i].role = valueOf(role).toString();
        QList<quint32> words;
        if (const QVariant all = valueOf(states); all.canConvert<QDBusArgument>())
            qvariant_cast<QDBusArgument>(all) >> words;
        nodes[i].states = words.value(0);
    }
    return nodes;
}

std::vector<AccessibleTree::Node> AccessibleTree::children(const Node& node)
{
    const QVariant count = call(node, "org.freedesktop.DBus.Properties", "Get",
                                {QLatin1String(accessible), QStringLiteral("ChildCount")});
    if (qvariant_cast<QDBusVariant>(count).variant().toInt() > most)
        return {};
    const QVariant answer = call(node, accessible, "GetChildren");
    if (!answer.canConvert<QDBusArgument>())
        return {};
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
    return describe(references);
}

std::vector<AccessibleTree::Node> AccessibleTree::programs()
{
    return children({QStringLiteral("org.a11y.atspi.Registry"),
                     QStringLiteral("/org/a11y/atspi/accessible/root"),
                     {},
                     {},
                     0});
}

std::optional<AccessibleTree::Node> AccessibleTree::findBelow(const Node& node,
                                                              const Wanted& wanted, int depth)
{
    if (depth > deepest)
        return {};
    for (const Node& child : children(node)) {
        if (!hasState(child, showing))
            continue;
        if (wanted(child))
            return child;
        if (auto found = findBelow(child, wanted, depth + 1))
            return found;
    }
    return {};
}

std::vector<AccessibleTree::Node> AccessibleTree::windows(const QString& program)
{
    std::vector<Node> windows;
    for (const Node& running : programs()) {
        if (running.name != program)
            continue;
        for (const Node& window : children(running))
            windows.push_back(window);
    }
    return windows;
}

std::optional<AccessibleTree::Node> AccessibleTree::find(const QString& program,
                                                         const Wanted& wanted)
{
    for (const Node& window : windows(program)) {
        if (wanted(window))
            return window;
        if (auto found = findBelow(window, wanted, 0))
            return found;
    }
    return {};
}

QString AccessibleTree::all(const QString& program)
{
    QString text;
    for (const Node& window : windows(program))
        list(window, 0, text);
    return text;
}

void AccessibleTree::list(const Node& node, int depth, QString& into)
{
    if (depth > deepest || !hasState(node, showing))
        return;
    into += QString(depth * 2, QLatin1Char(' ')) + node.role + QLatin1String(" \"")
        + node.name.left(longestShown) + QLatin1String("\" ") + description(node).left(longestShown)
        + QLatin1Char('\n');
    for (const Node& child : children(node))
        list(child, depth + 1, into);
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

QString AccessibleTree::description(const Node& node)
{
    return property(node, "Description");
}

} // namespace weir::test
