// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace weir {

class Theme;

/// The names of the alert list's columns, above them.
class AlertListHead final : public QWidget
{
    Q_OBJECT

public:
    explicit AlertListHead(Theme& theme, QWidget* parent = nullptr);

    /// The list's width without its scroll bar.
    void setLineWidth(int width);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    int m_lineWidth = 0;
};

} // namespace weir
