// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sources/sourcedelegate.h"

#include "ui/dashboards/columnraster.h"
#include "ui/models/format.h"
#include "ui/models/sourcemodel.h"
#include "ui/sources/sourcewords.h"

#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

constexpr int padding = 8;

} // namespace

SourceDelegate::SourceDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize SourceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    Q_UNUSED(option)
    const bool isPosition = index.data(SourceModel::IsPositionRole).toBool();
    return {40, isPosition ? positionHeight : sourceHeight};
}

void SourceDelegate::paintText(QPainter& painter, const QRect& cell, const QString& text,
                               const QFont& font, const QColor& color,
                               Qt::Alignment alignment) const
{
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(cell, int(alignment | Qt::AlignVCenter),
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, cell.width()));
}

void SourceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    const bool isPosition = index.data(SourceModel::IsPositionRole).toBool();
    const QRect cell = option.rect.adjusted(padding, 0, -padding, 0);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, colors.selection);
    switch (index.column()) {
    case SourceModel::Name: {
        QFont font = m_theme.uiFont();
        font.setWeight(isPosition ? QFont::Normal : QFont::Medium);
        paintText(*painter, cell.adjusted(-padding / 2, 0, 0, 0), index.data().toString(), font,
                  isPosition ? colors.text2 : colors.text, Qt::AlignLeft);
        break;
    }
    case SourceModel::Kind:
        paintText(*painter, cell, kindWord(index.data().toString().toStdString()), m_theme.uiFont(),
                  colors.text2, Qt::AlignLeft);
        break;
    case SourceModel::State:
        paintState(*painter, cell, index);
        break;
    case SourceModel::LastMinute:
        paintRates(*painter, cell, index);
        break;
    default:
        paintText(*painter, cell, figure(index), m_theme.eventFont(),
                  isPosition ? colors.text2 : colors.text, Qt::AlignRight);
        break;
    }
    painter->restore();
}

void SourceDelegate::paintState(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    if (index.data(SourceModel::IsPositionRole).toBool()) {
        const QString next =
            QLocale(QLocale::English).toString(index.data(SourceModel::NextRole).toLongLong());
        paintText(painter, cell.adjusted(0, 0, 80, 0), tr("next %1").arg(next), m_theme.uiFont(),
                  colors.text2, Qt::AlignLeft);
        return;
    }
    const auto state = static_cast<SourceState>(index.data(SourceModel::StateRole).toInt());
    const QColor& color = stateColor(colors, state);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(cell.left(), cell.center().y() - 2.5, 7, 7));
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintText(painter, cell.adjusted(14, 0, 0, 0), stateWord(state), m_theme.uiFont(), color,
              Qt::AlignLeft);
}

void SourceDelegate::paintRates(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const auto rates = index.data(SourceModel::RatesRole).value<QList<double>>();
    if (rates.size() < 2)
        return;
    const double highest = *std::max_element(rates.begin(), rates.end());
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QRect area = cell.adjusted(0, 8, 0, -8);
    QImage picture(area.size() * ratio, QImage::Format_ARGB32_Premultiplied);
    if (picture.isNull())
        return;
    picture.fill(Qt::transparent);
    // A minute is the whole width: a line that has just begun stands at the right.
    const TimePoint begin{};
    constexpr auto second = std::chrono::seconds(1);
    constexpr auto whole = static_cast<int>(SourceModel::minute);
    const SeriesGrid grid{begin + second * (whole - static_cast<int>(rates.size())), second,
                          static_cast<std::size_t>(rates.size())};
    const TimeScale scale{{begin, begin + second * whole}, static_cast<double>(picture.width())};
    const std::vector<double> values(rates.begin(), rates.end());
    drawColumns(picture, columnRanges(grid, values, values, scale, picture.width()),
                {0, highest > 0 ? highest * 1.1 : 1, static_cast<double>(picture.height())},
                m_theme.colors().accent, 1.3 * ratio);
    picture.setDevicePixelRatio(ratio);
    painter.drawImage(area.topLeft(), picture);
}

QString SourceDelegate::figure(const QModelIndex& index) const
{
    const QString unknown = QStringLiteral("–");
    const bool isPosition = index.data(SourceModel::IsPositionRole).toBool();
    const auto count = [&](int role) {
        const QVariant value = index.data(role);
        return value.isValid() ? groupedNumber(value.toULongLong()) : unknown;
    };
    if (index.column() == SourceModel::Lag)
        return count(SourceModel::LagRole);
    if (isPosition)
        return {};
    switch (index.column()) {
    case SourceModel::Rate:
        return rateNumber(index.data(SourceModel::RateRole).toDouble());
    case SourceModel::Dropped:
        return count(SourceModel::DroppedRole);
    case SourceModel::Undecodable:
        return count(SourceModel::UndecodableRole);
    default:
        return {};
    }
}

} // namespace weir
