// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logspane.h"

#include "ui/logs/logspage.h"
#include "ui/models/format.h"
#include "ui/models/viewset.h"

#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weir {

LogsPane::LogsPane(const PageContext& window, FrameStats& stats, LogsState state, QWidget* parent)
    : QWidget(parent)
    , m_range(window.clock)
    , m_windowRange(window.range)
    , m_context(window.withRange(m_range))
    , m_stats(stats)
    , m_state(std::move(state))
    , m_isPinned(m_state.range.has_value())
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_range.setSame(m_windowRange);
    m_range.setCursor(m_windowRange.cursor());
    m_range.setZone(m_windowRange.zone());
    if (m_state.range)
        m_range.show(*m_state.range);
    link(m_windowRange);
    if (m_context.views)
        followNames(*m_context.views);
}

/// The page refers to the range, so it goes first.
LogsPane::~LogsPane()
{
    delete m_page;
}

void LogsPane::link(VisibleRange& window)
{
    const auto toWindow = [this, &window] {
        if (!m_isPinned)
            window.setSame(m_range);
        emit stateChanged();
    };
    const auto fromWindow = [this, &window] {
        if (!m_isPinned)
            m_range.setSame(window);
    };
    connect(&m_range, &VisibleRange::changed, this, toWindow);
    connect(&m_range, &VisibleRange::pausedChanged, this, toWindow);
    connect(&window, &VisibleRange::changed, this, fromWindow);
    connect(&window, &VisibleRange::pausedChanged, this, fromWindow);
    connect(&m_range, &VisibleRange::cursorChanged, this,
            [this, &window] { window.setCursor(m_range.cursor()); });
    connect(&window, &VisibleRange::cursorChanged, this,
            [this, &window] { m_range.setCursor(window.cursor()); });
    connect(&m_range, &VisibleRange::zoneChanged, this,
            [this, &window] { window.setZone(m_range.zone()); });
    connect(&window, &VisibleRange::zoneChanged, this,
            [this, &window] { m_range.setZone(window.zone()); });
}

/// A page follows by itself; without one the state does.
void LogsPane::followNames(const ViewSet& views)
{
    const auto follow = [this](std::vector<std::string> LogsState::*names) {
        return [this, names](const std::string& name, const std::string& newName) {
            if (m_page)
                return;
            std::ranges::replace(m_state.*names, name, newName);
            emit stateChanged();
        };
    };
    connect(&views, &ViewSet::viewRenamed, this, follow(&LogsState::views));
    connect(&views, &ViewSet::setRenamed, this, follow(&LogsState::highlights));
}

LogsPage& LogsPane::page()
{
    if (m_page)
        return *m_page;
    m_page = new LogsPage(m_context, m_stats, this);
    layout()->addWidget(m_page);
    m_page->restore(m_state);
    connect(m_page, &LogsPage::stateChanged, this, &LogsPane::stateChanged);
    connect(m_page, &LogsPage::tabWanted, this, &LogsPane::tabWanted);
    setFocusProxy(m_page);
    return *m_page;
}

LogsState LogsPane::state() const
{
    LogsState state = m_page ? m_page->state() : m_state;
    state.range = m_isPinned ? std::optional(m_range.shown()) : std::nullopt;
    return state;
}

QString LogsPane::title() const
{
    const LogsState now = state();
    QStringList words;
    for (const std::string& view : now.views)
        words << plainText(view, 60);
    const QString query = plainText(now.query.trimmed().toStdString(), 100);
    if (!query.isEmpty())
        words << query;
    return words.isEmpty() ? tr("All events") : words.join(QStringLiteral(" · "));
}

void LogsPane::setPinned(bool pinned)
{
    if (pinned == m_isPinned)
        return;
    m_isPinned = pinned;
    if (!pinned)
        m_range.setSame(m_windowRange);
    emit stateChanged();
}

void LogsPane::showEvent(QShowEvent* event)
{
    page().show();
    QWidget::showEvent(event);
}

} // namespace weir
