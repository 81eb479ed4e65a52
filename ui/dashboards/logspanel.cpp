// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/logspanel.h"

#include "ui/logs/rowpainter.h"
#include "ui/models/format.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace weir {

namespace {

/// A column for the service costs room that a narrow panel needs for the text.
constexpr int wide = 620;

ListSettings panelSettings(bool isNarrow, const QTimeZone& zone)
{
    ListSettings settings;
    settings.zone = zone.id().toStdString();
    if (isNarrow)
        std::erase(settings.columns, ListSettings::Column{"service"});
    return settings;
}

} // namespace

LogsPanel::LogsPanel(const PageContext& context, const PanelConfig& config, QWidget* parent)
    : PanelFrame(context, config, parent)
{
    setToolTip(tr("Double-click to open in Logs"));
    connect(&context.range, &VisibleRange::zoneChanged, this, qOverload<>(&QWidget::update));
}

std::optional<PanelQuestion> LogsPanel::question() const
{
    return PanelQuestion{config().query, true};
}

QString LogsPanel::subtitle(const PanelSnapshot& shown) const
{
    Q_UNUSED(shown)
    return plainText(config().query, 200);
}

void LogsPanel::paintContent(QPainter& painter, const QRect& area, const PanelSnapshot& shown)
{
    const QRect lines = area.adjusted(0, 0, 0, -6);
    if (shown.rows.empty()) {
        if (!hasAnswer())
            return;
        painter.setFont(context().theme.uiFont());
        painter.setPen(context().theme.colors().text3);
        painter.drawText(lines, Qt::AlignCenter, tr("No events in this range."));
        return;
    }
    const RowPainter row(context().theme.eventFont(), context().theme.colors(),
                         panelSettings(area.width() < context().theme.scaled(wide),
                                       context().range.zone()),
                         area.width());
    const int height = row.lineHeight();
    const auto fit = static_cast<std::size_t>(std::max(0, lines.height() / height));
    const std::size_t first = shown.rows.size() > fit ? shown.rows.size() - fit : 0;
    int y = lines.top();
    for (std::size_t i = first; i < shown.rows.size(); ++i) {
        row.paint(painter, QRect(lines.left(), y, lines.width(), height), shown.rows[i], {});
        y += height;
    }
}

void LogsPanel::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        openInLogs();
}

} // namespace weir
