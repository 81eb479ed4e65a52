// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/processlauncher.h"

#include <QProcess>
#include <QStringList>

namespace weir {

ProcessLauncher::ProcessLauncher(QString program)
    : m_program(std::move(program))
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

bool ProcessLauncher::openIndex(const QString& path)
{
    return QProcess::startDetached(m_program, {QStringLiteral("--index"), path});
}

} // namespace weir
