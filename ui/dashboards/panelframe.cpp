// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboards/panelframe.h"

#include "ui/dashboards/logspanel.h"
#include "ui/dashboards/notepanel.h"
#include "ui/dashboards/seriespanel.h"
#include "ui/dashboards/statpanel.h"
#include "ui/models/format.h"
#include "ui/models/navigator.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>

namespace weir {

PanelFrame::PanelFrame(const PageContext& context, PanelConfig config, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_config(std::move(config))
    , m_snapshot(std::make_shared<PanelSnapshot>())
{
    setAccessibleName(plainText(m_config.title, 200));
    setToolTip({});
    connect(&context.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

std::optional<PanelQuestion> PanelFrame::question() const
{
    return PanelQuestion{m_config.query, false};
}

void PanelFrame::setSnapshot(PanelSnapshotPtr snapshot)
{
    m_snapshot = std::move(snapshot);
    m_hasAnswer = true;
    update();
}

QRect PanelFrame::contentArea() const
{
    return rect().adjusted(1, m_context.theme.scaled(headHeight), -1, -1);
}

QFont PanelFrame::smallFont() const
{
    return m_context.theme.uiFont(11);
}

QString PanelFrame::subtitle(const PanelSnapshot& shown) const
{
    if (shown.blocksTotal == 0 || shown.isComplete)
        return {};
    return tr("reading %1 %").arg(shown.blocksDone * 100 / shown.blocksTotal);
}

QString PanelFrame::problem() const
{
    if (m_snapshot->queryError)
        return tr("The query cannot be read: %1.")
            .arg(plainText(m_snapshot->queryError->message, 300));
    if (!m_snapshot->error)
        return {};
    if (m_snapshot->error->code == Error::Code::NotFound)
        return tr("Nothing is indexed yet.");
    return tr("The index cannot be read: %1.").arg(plainText(m_snapshot->error->text(), 300));
}

void PanelFrame::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    const Colors& colors = m_context.theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.line);
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    paintHead(painter);
    const QString trouble = problem();
    if (!trouble.isEmpty()) {
        paintNote(painter, trouble, m_snapshot->queryError ? colors.error() : colors.text3);
        return;
    }
    painter.save();
    painter.setClipRect(contentArea());
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintContent(painter, contentArea(), *m_snapshot);
    painter.restore();
}

void PanelFrame::paintHead(QPainter& painter)
{
    const Colors& colors = m_context.theme.colors();
    const int side = m_context.theme.scaled(12);
    const QRect head(side, 2, width() - 2 * side, contentArea().top() - 2);
    const QString right = subtitle(*m_snapshot);
    const QFontMetrics small(smallFont());
    const int rightWidth = std::min(small.horizontalAdvance(right) + 2, head.width() / 2);
    painter.setFont(smallFont());
    painter.setPen(colors.text3);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                     small.elidedText(right, Qt::ElideRight, rightWidth));

    QFont font = m_context.theme.uiFont();
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.setPen(colors.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(plainText(m_config.title, 200), Qt::ElideRight,
                                                   head.width() - rightWidth - side));
}

void PanelFrame::paintNote(QPainter& painter, const QString& note, const QColor& color)
{
    painter.setFont(m_context.theme.uiFont());
    painter.setPen(color);
    painter.drawText(contentArea().adjusted(16, 0, -16, -12), Qt::AlignCenter | Qt::TextWordWrap,
                     note);
}

void PanelFrame::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_config.query.empty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open in Logs")), &QAction::triggered, this, &PanelFrame::openInLogs);
    menu->popup(event->globalPos());
}

void PanelFrame::openInLogs()
{
    const auto parsed = parseQuery(m_config.query);
    if (const auto* query = std::get_if<Query>(&parsed))
        m_context.navigator.openLogs(QString::fromStdString(printFilter(query->filter)));
}

PanelFrame* makePanel(const PageContext& context, const PanelConfig& config, int statNumber,
                      QWidget* parent)
{
    if (config.type == "timeseries")
        return new SeriesPanel(context, config, parent);
    if (config.type == "stat")
        return new StatPanel(context, config, statNumber, parent);
    if (config.type == "logs")
        return new LogsPanel(context, config, parent);
    return new NotePanel(context, config, parent);
}

} // namespace weir
