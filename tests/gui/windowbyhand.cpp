// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowbyhand.h"

#include <QTest>

namespace weir::test {

namespace {

constexpr auto program = "weir";
constexpr auto keyDelay = "20"; // ms

} // namespace

WindowByHand::WindowByHand(AccessibleTree& tree)
    : m_tree(tree)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"), QStringLiteral("1"));
    m_window.setProcessEnvironment(environment);
    m_window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

WindowByHand::~WindowByHand()
{
    if (m_window.state() == QProcess::NotRunning)
        return;
    m_window.terminate();
    if (!m_window.waitForFinished(10'000))
        m_window.kill();
    m_window.waitForFinished();
}

bool WindowByHand::open(const QStringList& arguments)
{
    m_window.start(QStringLiteral(WEIR_BIN_DIR "/weir-console"), arguments);
    return QTest::qWaitFor([this] { return named(QStringLiteral("Log events")).has_value(); },
                           30'000);
}

bool WindowByHand::quit()
{
    keys({QStringLiteral("ctrl+q")});
    return m_window.waitForFinished(15'000) && m_window.exitStatus() == QProcess::NormalExit
        && m_window.exitCode() == 0;
}

void WindowByHand::xdotool(const QStringList& arguments)
{
    QProcess::execute(QStringLiteral("xdotool"), arguments);
}

void WindowByHand::keys(const QStringList& names)
{
    xdotool(QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QLatin1String(keyDelay)}
            + names);
}

void WindowByHand::type(const QString& text)
{
    xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QLatin1String(keyDelay), text});
}

void WindowByHand::click(const AccessibleTree::Node& node, const QPoint& at, int button)
{
    const QPoint place = m_tree.extents(node).topLeft() + at;
    xdotool({QStringLiteral("mousemove"), QStringLiteral("--sync"), QString::number(place.x()),
             QString::number(place.y()), QStringLiteral("click"), QString::number(button)});
}

std::optional<AccessibleTree::Node> WindowByHand::find(const AccessibleTree::Wanted& wanted)
{
    return m_tree.find(QLatin1String(program), wanted);
}

std::optional<AccessibleTree::Node> WindowByHand::named(const QString& name)
{
    return find([&name](const AccessibleTree::Node& node) { return node.name == name; });
}

QStringList WindowByHand::lines()
{
    QStringList lines;
    if (const auto list = named(QStringLiteral("Log events"))) {
        for (const AccessibleTree::Node& row : m_tree.children(*list))
            lines << row.name;
    }
    return lines;
}

QString WindowByHand::query()
{
    const auto line = named(QStringLiteral("Query"));
    return line ? m_tree.text(*line) : QString();
}

} // namespace weir::test
