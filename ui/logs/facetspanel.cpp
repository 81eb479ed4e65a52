// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/facetspanel.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 12;
constexpr int titleHeight = 36;
constexpr int nameHeight = 24;
constexpr int valueHeight = 22;
constexpr int groupGap = 10;

QString shownName(const std::string& field)
{
    return field == "service.name" ? QStringLiteral("service") : plainText(field, 60);
}

} // namespace

FacetsPanel::FacetsPanel(Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus); // everything here can be typed into the query
    setAccessibleName(tr("Fields"));
    connect(&m_theme, &Theme::changed, viewport(), QOverload<>::of(&QWidget::update));
}

void FacetsPanel::setFacets(Facets facets, bool all)
{
    m_facets = std::move(facets);
    m_isAll = all;
    layOut();
    viewport()->update();
}

void FacetsPanel::layOut()
{
    m_lines.clear();
    int y = titleHeight;
    const int width = viewport()->width();
    for (const Facets::Field& field : m_facets.fields) {
        m_lines.push_back({&field, nullptr, QRect(0, y, width, nameHeight)});
        y += nameHeight;
        for (const Facets::Value& value : field.values) {
            m_lines.push_back({&field, &value, QRect(0, y, width, valueHeight)});
            y += valueHeight;
        }
        y += groupGap;
    }
    verticalScrollBar()->setRange(0, std::max(0, y - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(valueHeight);
}

void FacetsPanel::resizeEvent(QResizeEvent*)
{
    layOut();
}

const FacetsPanel::Line* FacetsPanel::lineAt(const QPoint& at) const
{
    const QPoint inside(at.x(), at.y() + verticalScrollBar()->value());
    const auto found = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line& line) {
        return line.value != nullptr && line.area.contains(inside);
    });
    return found == m_lines.end() ? nullptr : &*found;
}

void FacetsPanel::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.panel);
    const int scrolled = verticalScrollBar()->value();
    painter.setFont(m_theme.groupTitleFont());
    painter.setPen(colors.text3);
    const QString title = m_isAll || m_facets.events == 0
        ? tr("Fields in range")
        : tr("Fields · newest %1").arg(groupedNumber(m_facets.events));
    painter.drawText(QRect(margin, -scrolled, width(), titleHeight), Qt::AlignVCenter, title);
    painter.setFont(m_theme.uiFont());
    for (const Line& line : m_lines) {
        const QRect area = line.area.translated(0, -scrolled);
        if (!area.intersects(viewport()->rect()))
            continue;
        if (line.value != nullptr) {
            paintValue(painter, line, area);
            continue;
        }
        painter.setPen(colors.text);
        painter.drawText(
            area.adjusted(margin, 0, -margin - 40, 0), Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(shownName(line.field->name), Qt::ElideRight,
                                             area.width() - 2 * margin - 40));
        painter.setPen(colors.text3);
        painter.drawText(area.adjusted(margin, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignRight,
                         line.field->distinct > 64 ? QStringLiteral("64+")
                                                   : QString::number(line.field->distinct));
    }
}

void FacetsPanel::paintValue(QPainter& painter, const Line& line, const QRect& area) const
{
    const Colors& colors = m_theme.colors();
    const bool isHovered = area.contains(m_mouse);
    if (isHovered)
        painter.fillRect(area, colors.raised);
    const double share = static_cast<double>(line.value->count)
        / static_cast<double>(std::max<std::size_t>(1, m_facets.events));
    const int room = area.width() - 2 * margin - 44;
    const int bar = std::max(2, static_cast<int>(share * room));
    painter.fillRect(QRect(margin + 4, area.top() + 2, bar, area.height() - 4),
                     colors.accentGround);
    painter.setPen(isHovered ? colors.accent : colors.text2);
    painter.drawText(
        area.adjusted(margin + 12, 0, -margin - 44, 0), Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(line.value->shown, Qt::ElideRight, room - 10));
    painter.setPen(colors.text2);
    const QString percent = share < 0.005
        ? QStringLiteral("<1%")
        : QString::number(static_cast<int>(share * 100 + 0.5)) + QLatin1Char('%');
    painter.drawText(area.adjusted(margin, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignRight,
                     percent);
}

void FacetsPanel::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position().toPoint();
    viewport()->setCursor(lineAt(m_mouse) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void FacetsPanel::leaveEvent(QEvent*)
{
    m_mouse = {-1, -1};
    viewport()->update();
}

void FacetsPanel::mousePressEvent(QMouseEvent* event)
{
    const Line* line = lineAt(event->position().toPoint());
    if (line == nullptr || event->button() != Qt::LeftButton)
        return;
    const EventDetails::Entry entry{shownName(line->field->name), line->value->shown,
                                    line->field->name, line->value->text, true};
    emit conditionWanted(entry, event->modifiers().testFlag(Qt::AltModifier));
}

} // namespace weir
