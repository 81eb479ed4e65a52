// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowbyhand.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QTest>

#include <csignal>

namespace weir::test {

namespace {

constexpr auto program = "weir";
constexpr auto keyDelay = "20"; // ms

} // namespace

WindowByHand::WindowByHand(AccessibleTree& tree, const QString& state)
    : m_tree(tree)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"), QStringLiteral("1"));
    if (!state.isEmpty())
        environment.insert(QStringLiteral("XDG_STATE_HOME"), state);
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

bool WindowByHand::open(const QStringList& arguments, const QString& shown)
{
    m_window.start(QStringLiteral(WEIR_BIN_DIR "/weir-console"), arguments);
    return QTest::qWaitFor([&] { return named(shown).has_value(); }, 30'000);
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

void WindowByHand::ask(const QString& query)
{
    keys({QStringLiteral("ctrl+k"), QStringLiteral("ctrl+a"), QStringLiteral("BackSpace")});
    if (!query.isEmpty())
        type(query);
    keys({QStringLiteral("Escape"), QStringLiteral("Return")});
}

/// Without `--sync`, which waits for seconds when the mouse is there already: what comes later is
/// done later by the server anyway.
QStringList WindowByHand::moveTo(const Node& node, const QPoint& at)
{
    const QPoint place = m_tree.extents(node).topLeft() + at;
    return {QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y())};
}

void WindowByHand::click(const Node& node, const QPoint& at, int button)
{
    xdotool(moveTo(node, at) + QStringList{QStringLiteral("click"), QString::number(button)});
}

void WindowByHand::clickWith(const QString& key, const Node& node, const QPoint& at)
{
    xdotool(moveTo(node, at)
            + QStringList{QStringLiteral("keydown"), key, QStringLiteral("click"),
                          QStringLiteral("1"), QStringLiteral("keyup"), key});
}

void WindowByHand::doubleClick(const Node& node, const QPoint& at)
{
    xdotool(moveTo(node, at)
            + QStringList{QStringLiteral("click"), QStringLiteral("--repeat"), QStringLiteral("2"),
                          QStringLiteral("--delay"), QLatin1String(keyDelay), QStringLiteral("1")});
}

void WindowByHand::drag(const Node& node, const QPoint& from, const QPoint& to)
{
    xdotool(moveTo(node, from) + QStringList{QStringLiteral("mousedown"), QStringLiteral("1")}
            + moveTo(node, (from + to) / 2) + moveTo(node, to)
            + QStringList{QStringLiteral("mouseup"), QStringLiteral("1")});
}

bool WindowByHand::press(const QString& name, int button)
{
    const auto node = named(name);
    if (!node)
        return false;
    click(*node, QRect(QPoint(), sizeOf(*node)).center(), button);
    return true;
}

std::optional<AccessibleTree::Node> WindowByHand::find(const AccessibleTree::Wanted& wanted)
{
    return m_tree.find(QLatin1String(program), wanted);
}

std::optional<AccessibleTree::Node> WindowByHand::named(const QString& name)
{
    std::optional<Node> label;
    const auto found = find([&](const Node& node) {
        const bool isLabel = node.role == QLatin1String("label");
        if (node.name == name && isLabel && !label)
            label = node;
        return node.name == name && !isLabel;
    });
    return found ? found : label;
}

bool WindowByHand::asks(const QString& query)
{
    return find([&](const Node& node) {
               return node.name == QLatin1String("Query") && m_tree.text(node) == query;
           })
        .has_value();
}

bool WindowByHand::shows(const QString& words)
{
    return find([&words](const Node& node) { return node.name.contains(words); }).has_value();
}

QString WindowByHand::description(const QString& name)
{
    const auto node = named(name);
    return node ? m_tree.description(*node) : QString();
}

QString WindowByHand::text(const QString& name)
{
    const auto node = named(name);
    return node ? m_tree.text(*node) : QString();
}

std::vector<WindowByHand::Node> WindowByHand::rows()
{
    const auto list = named(QStringLiteral("Log events"));
    auto rows = list ? m_tree.children(*list) : std::vector<Node>();
    std::erase_if(rows, [](const Node& node) { return node.role != QLatin1String("list item"); });
    return rows;
}

QStringList WindowByHand::lines()
{
    QStringList lines;
    for (const Node& row : rows())
        lines << row.name;
    return lines;
}

int WindowByHand::windows()
{
    return static_cast<int>(m_tree.windows(QLatin1String(program)).size());
}

int WindowByHand::count(const QString& name)
{
    int count = 0;
    (void)find([&](const Node& node) {
        count += node.name == name ? 1 : 0;
        return false;
    });
    return count;
}

bool WindowByHand::holdChild()
{
    const QString id = QString::number(m_window.processId());
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(id));
    QDeadlineTimer end(8'000);
    while (!end.hasExpired() && children.open(QIODevice::ReadOnly)) {
        const int child = children.readAll().split(' ').value(0).toInt();
        children.close();
        // Not before it is another program: until then the window waits with it.
        const QString program = QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(child));
        if (child > 0 && program.endsWith(QLatin1String("/weir")))
            return ::kill(child, SIGSTOP) == 0;
    }
    return false;
}

QString WindowByHand::everything()
{
    return m_tree.all(QLatin1String(program));
}

} // namespace weir::test
