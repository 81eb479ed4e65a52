// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboards/panelframe.h"

#include <QScrollArea>

namespace weir {

/// The panels of one dashboard in 24 columns. Rows grow until the dashboard fills the page; where
/// they would become too low to read, the page scrolls instead. Thread: GUI.
class DashboardGrid final : public QScrollArea
{
    Q_OBJECT

public:
    static constexpr int columns = 24;

    explicit DashboardGrid(const PageContext& context, QWidget* parent = nullptr);

    void setDashboard(const DashboardConfig& dashboard);
    /// In the order of the file.
    const std::vector<PanelFrame*>& panels() const { return m_panels; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    const PageContext m_context;
    QWidget* m_canvas;
    std::vector<PanelFrame*> m_panels; ///< children of the canvas
};

/// Where a panel lies on a canvas of this width, in rows of this height; both without the margin.
QRect panelPlace(const std::array<int, 4>& at, int width, int rowHeight);

} // namespace weir
