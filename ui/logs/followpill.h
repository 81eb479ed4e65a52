// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include <cstdint>

namespace weir {

class Theme;

/// `❚❚ Paused  1,204 new ↓` over the lower edge of a list that is held. Pressing it goes on.
class FollowPill final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FollowPill(Theme& theme, QWidget* parent);

    void setNew(std::uint64_t count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString newText() const;

    Theme& m_theme;
    std::uint64_t m_count = 0;
};

} // namespace weir
