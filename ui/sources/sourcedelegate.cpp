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

SourceModel::Level levelOf(const QModelIndex& index)
{
    return static_cast<SourceModel::Level>(index.data(SourceModel::LevelRole).toInt());
}

bool isSource(const QModelIndex& index)
{
    return levelOf(index) == SourceModel::Level::Source;
}

/// Each state has a shape of its own, so that nobody needs to tell colours apart: a full dot lives, a
/// ring waits, bars pause, a triangle warns, a cross has failed, a square has ended.
void drawStateShape(QPainter& painter, const QRectF& area, SourceState state, const QColor& color)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(color);
    painter.setPen(Qt::NoPen);
    const QRectF inner = area.adjusted(0.75, 0.75, -0.75, -0.75);
    switch (state) {
    case SourceState::Live:
        painter.drawEllipse(area);
        break;
    case SourceState::Connecting:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.5));
        painter.drawEllipse(inner);
        break;
    case SourceState::Paused:
        painter.drawRect(QRectF(area.left() + 0.5, area.top(), 2.2, area.height()));
        painter.drawRect(QRectF(area.right() - 2.7, area.top(), 2.2, area.height()));
        break;
    case SourceState::Retrying:
    case SourceState::Stalled:
        painter.drawPolygon(QPolygonF({QPointF(area.center().x(), area.top() - 0.5),
                                       QPointF(area.right() + 0.5, area.bottom()),
                                       QPointF(area.left() - 0.5, area.bottom())}));
        break;
    case SourceState::Failed:
        painter.setPen(QPen(color, 1.8));
        painter.drawLine(inner.topLeft(), inner.bottomRight());
        painter.drawLine(inner.topRight(), inner.bottomLeft());
        break;
    case SourceState::Ended:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.3));
        painter.drawRect(inner);
        break;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

SourceDelegate::SourceDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize SourceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    Q_UNUSED(option)
    return {40, m_theme.scaled(isSource(index) ? sourceHeight : positionHeight)};
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
    const bool isBelow = !isSource(index);
    const int side = m_theme.scaled(padding);
    const QRect cell = option.rect.adjusted(side, 0, -side, 0);
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, colors.selection);
    switch (index.column()) {
    case SourceModel::Name: {
        QFont font = m_theme.uiFont();
        font.setWeight(isBelow ? QFont::Normal : QFont::Medium);
        paintText(*painter, cell.adjusted(-side / 2, 0, 0, 0), index.data().toString(), font,
                  isBelow ? colors.text2 : colors.text, Qt::AlignLeft);
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
                  figureColor(index), Qt::AlignRight);
        break;
    }
    painter->restore();
}

void SourceDelegate::paintState(QPainter& painter, const QRect& cell,
                                const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    if (!isSource(index)) {
        paintText(painter, cell, placeInStream(index), m_theme.uiFont(), colors.text2,
                  Qt::AlignLeft);
        return;
    }
    const auto state = static_cast<SourceState>(index.data(SourceModel::StateRole).toInt());
    const QColor& color = stateColor(colors, state);
    drawStateShape(painter, QRectF(cell.left(), cell.center().y() - m_theme.scaled(3), m_theme.scaled(8), m_theme.scaled(8)), state, color);
    paintText(painter, cell.adjusted(m_theme.scaled(14), 0, 0, 0), stateWord(state), m_theme.uiFont(), color,
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
    const QRect area = cell.adjusted(0, m_theme.scaled(8), 0, m_theme.scaled(-8));
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
                isSource(index) ? m_theme.colors().accent : m_theme.colors().text3, 1.3 * ratio);
    picture.setDevicePixelRatio(ratio);
    painter.drawImage(area.topLeft(), picture);
}

/// `4 partitions`, or where reading stands.
QString SourceDelegate::placeInStream(const QModelIndex& index)
{
    if (levelOf(index) == SourceModel::Level::Topic) {
        const int count = index.data(SourceModel::CountRole).toInt();
        return count == 1 ? tr("1 partition") : tr("%1 partitions").arg(count);
    }
    const qint64 next = index.data(SourceModel::NextRole).toLongLong();
    return index.data(SourceModel::IsBytesRole).toBool()
        ? bytesText(static_cast<std::uint64_t>(std::max<qint64>(0, next)))
        : offsetText(next);
}

/// What should be nothing is seen from afar when it is not, and steps back when it is.
QColor SourceDelegate::figureColor(const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    const auto trouble = [&](int role) {
        return index.data(role).toULongLong() > 0 ? colors.warn() : colors.text3;
    };
    switch (index.column()) {
    case SourceModel::Dropped:
        return trouble(SourceModel::DroppedRole);
    case SourceModel::Gaps:
        return trouble(SourceModel::GapsRole);
    case SourceModel::Undecodable:
        return trouble(SourceModel::UndecodableRole);
    default:
        return isSource(index) ? colors.text : colors.text2;
    }
}

QString SourceDelegate::figure(const QModelIndex& index)
{
    const QString unknown = QStringLiteral("–");
    const auto count = [&](int role) {
        const QVariant value = index.data(role);
        return value.isValid() ? shortNumber(value.toULongLong()) : unknown;
    };
    const QVariant rate = index.data(SourceModel::RateRole);
    switch (index.column()) {
    case SourceModel::Rate:
        if (!rate.isValid())
            return {};
        return index.data(SourceModel::IsBytesRole).toBool()
            ? bytesText(static_cast<std::uint64_t>(rate.toDouble())) + QStringLiteral("/s")
            : rateNumber(rate.toDouble());
    case SourceModel::Lag:
        return index.data(SourceModel::LagIsBytesRole).toBool()
                && index.data(SourceModel::LagRole).isValid()
            ? bytesText(index.data(SourceModel::LagRole).toULongLong())
            : count(SourceModel::LagRole);
    case SourceModel::Dropped:
        return isSource(index) ? count(SourceModel::DroppedRole) : QString();
    case SourceModel::Gaps:
        return count(SourceModel::GapsRole);
    case SourceModel::Undecodable:
        return isSource(index) ? count(SourceModel::UndecodableRole) : QString();
    default:
        return {};
    }
}

} // namespace weir
