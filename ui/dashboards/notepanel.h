// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dashboards/panelframe.h"

namespace weir {

/// Keeps the place of a panel whose type is not drawn yet, and says so.
class NotePanel final : public PanelFrame
{
    Q_OBJECT

public:
    using PanelFrame::PanelFrame;

    std::optional<PanelQuestion> question() const override { return std::nullopt; }

protected:
    void paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown) override;
};

} // namespace weir
