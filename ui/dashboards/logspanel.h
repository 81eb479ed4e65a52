// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboards/panelframe.h"

namespace weir {

/// The newest matches, live, as painted lines. A double click opens them in the log page.
class LogsPanel final : public PanelFrame
{
    Q_OBJECT

public:
    LogsPanel(const PageContext& context, const PanelConfig& config, QWidget* parent);

    std::optional<PanelQuestion> question() const override;

protected:
    void paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown) override;
    QString subtitle(const PanelSnapshot& shown) const override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
};

} // namespace weir
