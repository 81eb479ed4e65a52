// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/dashboardgrid.h"

#include "ui/theme/theme.h"

#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 12;
constexpr int gap = 8;
constexpr int lowestRow = 34;
constexpr int highestRow = 64;
/// Below this width a panel of six columns is too narrow to read: the page scrolls sideways.
constexpr int leastWidth = 560;

int columnEdge(int column, int width)
{
    return column * (width + gap) / DashboardGrid::columns;
}

} // namespace

QRect panelPlace(const std::array<int, 4>& at, int width, int rowHeight)
{
    const int left = columnEdge(at[0], width);
    const int right = columnEdge(at[0] + at[2], width) - gap;
    return {left, at[1] * rowHeight, right - left, at[3] * rowHeight - gap};
}

DashboardGrid::DashboardGrid(const PageContext& context, QWidget* parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_canvas(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    viewport()->setProperty("role", QStringLiteral("page"));
    m_canvas->setProperty("role", QStringLiteral("page"));
    setWidget(m_canvas);
    connect(&context.theme, &Theme::changed, this, &DashboardGrid::arrange);
}

void DashboardGrid::setDashboard(const DashboardConfig& dashboard)
{
    for (PanelFrame* panel : m_panels)
        delete panel;
    m_panels.clear();
    int stats = 0;
    for (const PanelConfig& config : dashboard.panels) {
        const int number = config.type == "stat" ? stats++ : 0;
        m_panels.push_back(makePanel(m_context, config, number, m_canvas));
        m_panels.back()->show();
    }
    arrange();
}

void DashboardGrid::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void DashboardGrid::arrange()
{
    int rows = 1;
    for (const PanelFrame* panel : m_panels)
        rows = std::max(rows, panel->config().at[1] + panel->config().at[3]);
    // Of the whole area, without a scroll bar: else its coming and going would never end.
    const int room = height() - 2 * margin + gap;
    const int rowHeight = std::clamp(room / rows, m_context.theme.scaled(lowestRow),
                                     m_context.theme.scaled(highestRow));
    const bool scrolls = rows * rowHeight > room;
    const int bar = scrolls ? verticalScrollBar()->sizeHint().width() : 0;
    const int inner = std::max(m_context.theme.scaled(leastWidth), width() - bar - 2 * margin);
    m_canvas->resize(inner + 2 * margin, std::max(rows * rowHeight - gap + 2 * margin, height()));
    if (!scrolls)
        m_canvas->resize(m_canvas->width(), viewport()->height());
    for (PanelFrame* panel : m_panels)
        panel->setGeometry(
            panelPlace(panel->config().at, inner, rowHeight).translated(margin, margin));
}

} // namespace weir
