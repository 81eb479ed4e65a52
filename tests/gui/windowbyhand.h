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
    using Node = AccessibleTree::Node;

    /// Its session is kept below `state`; empty: where the desktop has it.
    explicit WindowByHand(AccessibleTree& tree, const QString& state = {});
    ~WindowByHand();
    WindowByHand(const WindowByHand&) = delete;
    WindowByHand& operator=(const WindowByHand&) = delete;

    /// Starts weir-console; true once something with this name is shown.
    bool open(const QStringList& arguments, const QString& shown = QStringLiteral("Log events"));
    /// Ctrl+Q; true once the program has ended by itself with 0.
    bool quit();

    void keys(const QStringList& names);
    void type(const QString& text);
    /// What is in the query line gives way to this; the list has the keys then.
    void ask(const QString& query);

    /// From the widget's left upper corner.
    void click(const Node& node, const QPoint& at, int button = 1);
    /// With a key held, such as `alt`.
    void clickWith(const QString& key, const Node& node, const QPoint& at);
    void doubleClick(const Node& node, const QPoint& at);
    void drag(const Node& node, const QPoint& from, const QPoint& to);
    /// Clicks in the middle of what has this name; false when nothing has.
    bool press(const QString& name, int button = 1);

    std::optional<Node> find(const AccessibleTree::Wanted& wanted);
    /// The first with this name; a label only where nothing else has it.
    std::optional<Node> named(const QString& name);
    /// Whether one of the windows has this in its query line.
    bool asks(const QString& query);
    /// Whether something is shown whose name contains this.
    bool shows(const QString& words);
    /// What is said of what has this name; empty when nothing has.
    QString description(const QString& name);
    QString text(const QString& name);
    QSize sizeOf(const Node& node) { return m_tree.extents(node).size(); }
    /// The rows of the log list that are seen, the oldest first.
    std::vector<Node> rows();
    /// Their text.
    QStringList lines();
    QString query() { return text(QStringLiteral("Query")); }
    int windows();
    /// How many have this name and are shown.
    int count(const QString& name);
    /// Waits until the program has started another, and has that wait as on a disk that does not answer.
    /// Any thread.
    bool holdChild();
    /// What is shown, for a test that failed.
    QString everything();

private:
    static void xdotool(const QStringList& arguments);
    QStringList moveTo(const Node& node, const QPoint& at);

    AccessibleTree& m_tree;
    QProcess m_window;
};

} // namespace weir::test
