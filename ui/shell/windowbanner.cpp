// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windowbanner.h"

#include <QVBoxLayout>

namespace weir {

namespace {

using Connection = CollectorClient::Connection;
using Level = Banner::Level;

constexpr int side = 12;
constexpr int above = 8;

} // namespace

WindowBanner::WindowBanner(QWidget* parent)
    : QWidget(parent)
    , m_banner(new Banner)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(side, 0, side, 0);
    layout->addWidget(m_banner);
    connect(m_banner, &Banner::pressed, this, &WindowBanner::close);
}

void WindowBanner::setState(const State& state)
{
    m_state = state;
    if (state.connection != Connection::None)
        m_isReadOnlyClosed = false;
    refresh();
}

void WindowBanner::refresh()
{
    if (const auto problem = worst())
        m_banner->show(*problem);
    else
        m_banner->clear();
    const int edge = m_banner->isHidden() ? 0 : above;
    layout()->setContentsMargins(side, edge, side, edge);
}

std::optional<Banner::Problem> WindowBanner::worst() const
{
    const State& s = m_state;
    if (s.connection == Connection::Lost)
        return {{Level::Error, tr("Collector"),
                 s.reason + QLatin1Char(' ')
                     + tr("It is being started again; what it had committed is in the index."),
                 {}}};
    if (!s.writerError.isEmpty())
        return {{Level::Error, tr("Index"),
                 s.writerError + QLatin1Char('\n')
                     + tr("Nothing new is kept until it can be written; that is tried again by "
                          "itself."),
                 {}}};
    if (!s.compactionError.isEmpty())
        return {{Level::Warning, tr("Index"), s.compactionError, {}}};
    if (!s.configurationProblem.isEmpty())
        return {{Level::Warning, tr("Configuration"),
                 s.configurationProblem + QLatin1Char('\n')
                     + tr("The rest of it is in force. weir check lists every problem."),
                 {}}};
    if (!s.sessionProblem.isEmpty() && s.sessionProblem != m_closedSession)
        return {{Level::Note, tr("Session"), s.sessionProblem, tr("Close")}};
    const bool isReadOnly = s.connection == Connection::None && !s.reason.isEmpty() && !s.isExport;
    if (isReadOnly && !m_isReadOnlyClosed)
        return {{Level::Note, tr("Read only"),
                 s.reason + QLatin1Char(' ')
                     + tr("Nothing new arrives; what is in the index can be read."),
                 tr("Close")}};
    return {};
}

void WindowBanner::close()
{
    if (!m_state.sessionProblem.isEmpty() && m_state.sessionProblem != m_closedSession)
        m_closedSession = m_state.sessionProblem;
    else
        m_isReadOnlyClosed = true;
    refresh();
}

} // namespace weir
