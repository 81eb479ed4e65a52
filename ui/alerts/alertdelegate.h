// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace weir {

/// Where the columns of the alert list are; list and head share it.
struct AlertColumns
{
    QRect state;
    QRect rule;
    QRect value; ///< aligned right
    QRect since;
    bool isTight = false; ///< since stands below the value

    static AlertColumns in(const QRect& line, const Theme& theme);
};

/// Paints one alert: state as a coloured word, rule over labels and severity, value, since.
class AlertDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 56; ///< at 100 %

    AlertDelegate(Theme& theme, const Clock& clock, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
    const Clock& m_clock;
};

/// Paints one transition: when, to what state, of which alert, value, who was told.
class AlertHistoryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 34; ///< at 100 %

    AlertHistoryDelegate(Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

} // namespace weir
