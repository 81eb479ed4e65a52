// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/processlauncher.h"

#include <QProcess>

namespace weir {

ProcessLauncher::ProcessLauncher(QString program, QString window, QStringList arguments)
    : m_program(std::move(program))
    , m_window(std::move(window))
    , m_arguments(std::move(arguments))
{
}

bool ProcessLauncher::openDemo()
{
    return QProcess::startDetached(m_program, {QStringLiteral("demo")});
}

bool ProcessLauncher::openFile(const QString& path)
{
    return QProcess::startDetached(m_program, {path});
}

bool ProcessLauncher::openWindow()
{
    return QProcess::startDetached(m_window, m_arguments);
}

bool ProcessLauncher::openIndex(const QString& path)
{
    return QProcess::startDetached(m_program, {QStringLiteral("--index"), path});
}

} // namespace weir
