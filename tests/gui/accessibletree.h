// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusObjectPath>
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

private:
    struct Reference
    {
        QString bus;
        QDBusObjectPath path;
    };
    QVariant call(const Node& node, const char* interface, const char* method,
                  const QVariantList& arguments = {});
    std::vector<Node> programs();
    Node describe(const QString& bus, const QString& path);
    bool isShowing(const Node& node);
    std::optional<Node> findBelow(const Node& node, const Wanted& wanted, int depth);

    static constexpr int most = 400;
    QProcess m_launcher;
    std::optional<QDBusConnection> m_bus;
};

} // namespace weir::test
