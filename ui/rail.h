// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/navigator.h"

#include <QWidget>

#include <vector>

class QAbstractButton;

namespace weir {

class Theme;

/// The pages, one above the other, with badges; settings at the foot. Thread: GUI.
class Rail final : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(Theme& theme, QWidget* parent = nullptr);

    void setCurrent(Navigator::Page page);
    /// 0: no badge.
    void setBadge(Navigator::Page page, std::uint64_t count);

signals:
    void pageWanted(weir::Navigator::Page page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Button;

    Button* add(const QString& iconName, const QString& text, const QString& tip);

    Theme& m_theme;
    std::vector<Button*> m_pages; ///< by Navigator::Page
};

} // namespace weir
