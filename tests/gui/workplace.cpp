// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

namespace weir::test {

namespace {

constexpr int mostWindows = 20; ///< that a test leaves behind

} // namespace

bool Workplace::prepare()
{
    QByteArray lines;
    const QDateTime begin = QDateTime::currentDateTimeUtc().addSecs(-600);
    for (int n = 0; n < events; ++n)
        lines += line(n, begin.addMSecs(n * 100));
    return m_tree.isReady() && QDir().mkpath(config())
        && !import(QStringLiteral("index"), lines).isEmpty();
}

QByteArray Workplace::line(int n, const QDateTime& time)
{
    const bool isError = n % 5 < 3;
    return QStringLiteral(
               "{\"time\":\"%1\",\"level\":\"%2\",\"service\":\"%3\",\"message\":\"%4 %5\","
               "\"trace_id\":\"4bf92f3577b34da6a3ce929d%6\",\"host\":\"web-%7\",\"latency_ms\":%8}\n")
        .arg(time.toString(Qt::ISODateWithMs),
             isError ? QStringLiteral("error") : QStringLiteral("info"),
             isError ? QStringLiteral("payments") : QStringLiteral("gateway"),
             isError ? QStringLiteral("card declined for user") : QStringLiteral("served request"),
             QString::number(n), QString::number(n / 10).rightJustified(8, QLatin1Char('0')),
             QString::number(n % 3), QString::number(n % 200))
        .toUtf8();
}

QString Workplace::import(const QString& name, const QByteArray& lines)
{
    QFile log(file(name + QStringLiteral(".ndjson")));
    if (!log.open(QIODevice::WriteOnly) || log.write(lines) != lines.size())
        return {};
    log.close();
    const int ended = QProcess::execute(QStringLiteral(WEIR_BIN_DIR "/weir"),
                                        {QStringLiteral("--index"), file(name),
                                         QStringLiteral("import"), log.fileName()});
    return ended == 0 ? file(name) : QString();
}

WindowByHand* Workplace::open(const QString& index)
{
    return openWith({QStringLiteral("--index"), index.isEmpty() ? file(QStringLiteral("index")) : index,
                     QStringLiteral("--config"), config(), QStringLiteral("--read-only"),
                     QStringLiteral("--everything")},
                    QStringLiteral("Log events"));
}

WindowByHand* Workplace::openLive()
{
    append(0, 0);
    QFile settings(config() + QStringLiteral("/weir.toml"));
    if (!settings.open(QIODevice::WriteOnly))
        return nullptr;
    settings.write("[[source]]\nname = \"app\"\nfile = { paths = [\""
                   + file(m_home + QStringLiteral("/app.log")).toUtf8() + "\"] }\n");
    settings.close();
    return openWith({QStringLiteral("--index"), file(m_home + QStringLiteral("/live")),
                     QStringLiteral("--config"), config(), QStringLiteral("--stop-collector")},
                    QStringLiteral("Query"));
}

WindowByHand* Workplace::openWith(const QStringList& arguments, const QString& shown)
{
    m_arguments = arguments + QStringList{QStringLiteral("--theme"), QStringLiteral("dark")};
    return start(shown);
}

WindowByHand* Workplace::reopen()
{
    return start(QStringLiteral("Log events"));
}

WindowByHand* Workplace::start(const QString& shown)
{
    m_window.reset();
    m_window = std::make_unique<WindowByHand>(m_tree, file(m_home + QStringLiteral("/state")));
    return m_window->open(m_arguments, shown) ? m_window.get() : nullptr;
}

int Workplace::run(const QStringList& command) const
{
    return QProcess::execute(QStringLiteral(WEIR_BIN_DIR "/weir"), m_arguments.mid(0, 4) + command);
}

void Workplace::append(int from, int to)
{
    QFile log(file(m_home + QStringLiteral("/app.log")));
    if (!log.open(QIODevice::WriteOnly | QIODevice::Append))
        return;
    for (int n = from; n < to; ++n)
        log.write(line(n, QDateTime::currentDateTimeUtc()));
}

void Workplace::cleanUp()
{
    if (m_window && QTest::currentTestFailed())
        qInfo().noquote() << m_window->everything();
    m_window.reset();
    for (int i = 0; i < mostWindows && !m_tree.windows(QStringLiteral("weir")).empty(); ++i)
        QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("ctrl+q")});
    m_home = QStringLiteral("home-%1").arg(++m_homes);
    QDir().mkpath(config());
}

} // namespace weir::test
