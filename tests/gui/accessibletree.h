// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QProcess>
#include <QRect>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace weir::test {

/// What another program's windows tell a screen reader: AT-SPI over D-Bus, read as such a program
/// would. Starts the bus of accessibility on the session bus of the desktop.
class AccessibleTree final
{
public:
    struct Node
    {
        QString bus; ///< unique name of the program
        QString path;
        QString name;
        QString role; ///< `push button`, `list`, …
        quint32 states = 0; ///< when it was read; bits are numbered by AtspiStateType
    };
    using Wanted = std::function<bool(const Node&)>;

    AccessibleTree();
    ~AccessibleTree();
    AccessibleTree(const AccessibleTree&) = delete;
    AccessibleTree& operator=(const AccessibleTree&) = delete;

    /// Whether programs can find the bus.
    bool isReady() const;
    /// The first that is wanted and shown, of the program with this name; depth first, lists of more
    /// than `most` children are not walked.
    std::optional<Node> find(const QString& program, const Wanted& wanted);
    std::vector<Node> children(const Node& node);
    /// On the screen, in pixels.
    QRect extents(const Node& node);
    /// What an editable text holds.
    QString text(const Node& node);
    /// What is said of it beside its name.
    QString description(const Node& node);
    static bool isChecked(const Node& node) { return hasState(node, checked); }
    static bool isSelected(const Node& node) { return hasState(node, selected); }
    /// The windows of the program with this name.
    std::vector<Node> windows(const QString& program);
    /// All that is shown of a program, a line each, for who reads why a test failed.
    QString all(const QString& program);

private:
    struct Reference
    {
        QString bus;
        QDBusObjectPath path;
    };
    QVariant call(const Node& node, const char* interface, const char* method,
                  const QVariantList& arguments = {});
    QString property(const Node& node, const char* name);
    std::vector<Node> programs();
    /// All at once: a walk costs a wait for each node that has children.
    std::vector<Node> describe(const std::vector<Reference>& references);
    QDBusPendingCall ask(const Node& node, const char* interface, const char* method,
                         const QVariantList& arguments = {});
    static bool hasState(const Node& node, quint32 state) { return (node.states >> state & 1U) != 0; }
    void list(const Node& node, int depth, QString& into);
    std::optional<Node> findBelow(const Node& node, const Wanted& wanted, int depth);

    static constexpr int most = 400;
    // Numbers of states: AtspiStateType.
    static constexpr quint32 checked = 4;
    static constexpr quint32 selected = 23;
    static constexpr quint32 showing = 25;
    QProcess m_launcher;
    std::optional<QDBusConnection> m_bus;
};

} // namespace weir::test
