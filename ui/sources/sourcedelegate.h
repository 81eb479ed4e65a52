// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace weir {

/// Paints the cells of the source tree: names, state as a dot and a word, the last minute as a line,
/// figures to the right.
class SourceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int sourceHeight = 34; ///< at 100 %
    static constexpr int positionHeight = 28; ///< at 100 %

    SourceDelegate(Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintState(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintRates(QPainter& painter, const QRect& cell, const QModelIndex& index) const;
    void paintText(QPainter& painter, const QRect& cell, const QString& text, const QFont& font,
                   const QColor& color, Qt::Alignment alignment) const;
    QColor figureColor(const QModelIndex& index) const;
    static QString figure(const QModelIndex& index);
    static QString placeInStream(const QModelIndex& index);

    Theme& m_theme;
};

} // namespace weir
