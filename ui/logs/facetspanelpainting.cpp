// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/facetspanel.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace weir {

namespace {

constexpr int roomForShare = 44; // pixels at 100 %

} // namespace

void FacetsPanel::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.panel);
    const int side = m_theme.scaled(margin);
    painter.setFont(m_theme.uiFont());
    if (m_isOfEarlier)
        painter.setOpacity(0.55); // as the list
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const QRect area = placeOf(static_cast<int>(i));
        if (!area.intersects(viewport()->rect()))
            continue;
        const bool isCurrent = hasFocus() && m_current == static_cast<int>(i);
        if (isCurrent)
            painter.fillRect(area, colors.selection);
        else if (m_hovered == static_cast<int>(i))
            painter.fillRect(area, colors.raised);
        if (line.kind == Line::Kind::Name) {
            paintName(painter, line, area);
        } else if (line.kind == Line::Kind::Value) {
            paintValue(painter, line, area, isCurrent || m_hovered == static_cast<int>(i));
        } else {
            painter.setPen(colors.text3);
            painter.drawText(area.adjusted(2 * side, 0, -side, 0), Qt::AlignVCenter,
                             tr("more…"));
        }
        if (isCurrent)
            painter.fillRect(area.left(), area.top(), m_theme.scaled(2), area.height(),
                             colors.accent);
    }
    painter.setOpacity(1);
    if (m_lines.empty() && m_facets.isComplete && m_facets.blocksTotal > 0) {
        painter.setPen(colors.text3);
        painter.drawText(viewport()->rect().adjusted(side, m_theme.scaled(titleHeight), -side, 0),
                         int(Qt::AlignTop) | int(Qt::AlignLeft) | Qt::TextWordWrap,
                         tr("No event to count."));
    }
    paintTitle(painter);
}

/// Over what scrolls, so that one sees that not all is counted, wherever one is.
void FacetsPanel::paintTitle(QPainter& painter) const
{
    const Colors& colors = m_theme.colors();
    const bool isPartial = !m_facets.isComplete && m_facets.blocksTotal > 0;
    const QString title = m_isOfEarlier ? tr("No match · last result")
        : isPartial
        ? tr("Fields · %1 % scanned").arg(m_facets.blocksDone * 100 / m_facets.blocksTotal)
        : tr("Fields in range");
    const QRect band(0, 0, viewport()->width(), m_theme.scaled(titleHeight));
    const int side = m_theme.scaled(margin);
    const QRect area = band.adjusted(side, 0, -side, 0);
    painter.fillRect(band, colors.panel);
    painter.setFont(m_theme.groupTitleFont());
    painter.setPen(hasFocus() ? colors.accent : colors.text3);
    painter.drawText(area, Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(title, Qt::ElideRight, area.width()));
}

void FacetsPanel::paintName(QPainter& painter, const Line& line, const QRect& area) const
{
    const Colors& colors = m_theme.colors();
    const Facets::Field& field = fieldOf(line);
    const int side = m_theme.scaled(margin);
    const QRect inside = area.adjusted(side, 0, -side, 0);
    QString count = groupedNumber(field.distinct);
    if (field.hasManyValues)
        count = field.hasNumbers ? tr("numbers") : tr("many");
    else if (!m_facets.isComplete && field.name != "severity" && field.name != "source")
        count += QLatin1Char('+');
    painter.setPen(colors.text3);
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignRight, count);
    const int room = inside.width() - painter.fontMetrics().horizontalAdvance(count)
        - m_theme.scaled(8);
    painter.setPen(field.hasManyValues ? colors.text2 : colors.text);
    painter.drawText(
        inside, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(shownFieldName(field.name), Qt::ElideRight, room));
}

void FacetsPanel::paintValue(QPainter& painter, const Line& line, const QRect& area,
                             bool isHovered) const
{
    using State = QueryTerms::State;
    const Colors& colors = m_theme.colors();
    const Facets::Field& field = fieldOf(line);
    const Facets::Value& value = valueOf(line);
    const State state = m_terms.stateOf(field.name, value.text);
    const double share = static_cast<double>(value.count)
        / static_cast<double>(std::max<std::uint64_t>(1, m_facets.eventsOf(field)));
    const int side = m_theme.scaled(margin);
    const int room = area.width() - 2 * side - m_theme.scaled(roomForShare);
    const QRect ground =
        area.adjusted(side + m_theme.scaled(4), m_theme.scaled(2), 0, -m_theme.scaled(2));
    const int bar = std::clamp(static_cast<int>(share * room), 2, std::max(2, room));
    painter.fillRect(QRect(ground.left(), ground.top(), bar, ground.height()),
                     colors.accentGround);
    if (state == State::Included)
        painter.fillRect(
            QRect(ground.left(), ground.top(), m_theme.scaled(2), ground.height()), colors.accent);
    const bool isLit = state != State::None || isHovered;
    QFont font = painter.font();
    font.setStrikeOut(state == State::Excluded);
    painter.setFont(font);
    painter.setPen(isLit ? colors.accent : colors.text2);
    painter.drawText(area.adjusted(2 * side, 0, -side - m_theme.scaled(roomForShare), 0),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(value.shown, Qt::ElideMiddle,
                                                      room - m_theme.scaled(10)));
    font.setStrikeOut(false);
    painter.setFont(font);
    painter.setPen(colors.text2);
    const QString figure = isHovered ? shortNumber(value.count) : shareText(share);
    painter.drawText(area.adjusted(side, 0, -side, 0), Qt::AlignVCenter | Qt::AlignRight,
                     figure);
}

} // namespace weir
