// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/accessibletree.h"

#include <QProcess>
#include <QStringList>

namespace weir::test {

/// The real window as a person has it: keys and mouse by xdotool, read back as a screen reader does.
class WindowByHand final
{
public:
    explicit WindowByHand(AccessibleTree& tree);
    ~WindowByHand();
    WindowByHand(const WindowByHand&) = delete;
    WindowByHand& operator=(const WindowByHand&) = delete;

    /// Starts weir-console; true once its window is there.
    bool open(const QStringList& arguments);
    /// Ctrl+Q; true once the program has ended by itself with 0.
    bool quit();

    void keys(const QStringList& names);
    void type(const QString& text);
    /// From the widget's left upper corner.
    void click(const AccessibleTree::Node& node, const QPoint& at, int button = 1);

    std::optional<AccessibleTree::Node> find(const AccessibleTree::Wanted& wanted);
    std::optional<AccessibleTree::Node> named(const QString& name);
    /// The lines of the log list that are seen, as text.
    QStringList lines();
    QString query();

private:
    static void xdotool(const QStringList& arguments);

    AccessibleTree& m_tree;
    QProcess m_window;
};

} // namespace weir::test
