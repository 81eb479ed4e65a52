// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboards/panelframe.h"

namespace weir {

/// One large figure and, below it, how it came about.
class StatPanel final : public PanelFrame
{
    Q_OBJECT

public:
    /// `number`: which of the dashboard's stats it is; chooses the colour.
    StatPanel(const PageContext& context, const PanelConfig& config, int number, QWidget* parent);

    bool movesWithTime() const override { return true; }

protected:
    void paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown) override;
    QString subtitle(const PanelSnapshot& shown) const override;

private:
    void paintFigure(QPainter& painter, const QRect& area, const PanelSnapshot& shown);
    void paintSparkline(QPainter& painter, const QRect& area, const PanelSnapshot& shown);

    const int m_number;
};

} // namespace weir
