// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertdelegate.h"

#include "ui/alerts/alertwords.h"
#include "ui/models/alerthistorymodel.h"
#include "ui/models/alertmodel.h"
#include "ui/models/format.h"

#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 14;

void paintGround(QPainter& painter, const QStyleOptionViewItem& option, const Colors& colors)
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, colors.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(option.rect, colors.raised);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     colors.line);
}

void paintText(QPainter& painter, const QRect& area, const QString& text, const QFont& font,
               const QColor& color, Qt::Alignment alignment = Qt::AlignLeft)
{
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(area, int(alignment | Qt::AlignVCenter),
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, area.width()));
}

QFont semibold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

AlertColumns AlertColumns::in(const QRect& line, const Theme& theme)
{
    const auto px = [&theme](int pixels) { return theme.scaled(pixels); };
    const int right = line.right() + 1 - px(margin);
    const bool isNarrow = line.width() < px(520);
    const int sinceWidth = std::clamp(line.width() / 7, px(54), px(130));
    const int valueWidth = std::clamp(line.width() / 6, px(60), px(140));
    const int gap = px(isNarrow ? 12 : 28);
    AlertColumns columns;
    columns.state =
        QRect(line.left() + px(margin), line.top(), px(isNarrow ? 84 : 98), line.height());
    const bool isTight = line.width() < px(400);
    if (isTight) {
        // Below each other, else there is no room for the name of a rule.
        const int half = line.height() / 2;
        columns.value = QRect(right - valueWidth, line.top() + px(6), valueWidth, half - px(6));
        columns.since = columns.value.translated(0, half - px(6));
    } else {
        columns.since = QRect(right - sinceWidth, line.top(), sinceWidth, line.height());
        columns.value =
            QRect(columns.since.left() - gap - valueWidth, line.top(), valueWidth, line.height());
    }
    columns.isTight = isTight;
    const int ruleLeft = columns.state.right() + px(10);
    columns.rule = QRect(ruleLeft, line.top(), std::max(px(40), columns.value.left() - px(12) - ruleLeft),
                         line.height());
    return columns;
}

AlertDelegate::AlertDelegate(Theme& theme, const Clock& clock, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_clock(clock)
{
}

QSize AlertDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    Q_UNUSED(option)
    Q_UNUSED(index)
    return {200, m_theme.scaled(rowHeight)};
}

void AlertDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    const QFont font = m_theme.uiFont();
    painter->save();
    paintGround(*painter, option, colors);
    const AlertColumns columns = AlertColumns::in(option.rect, m_theme);
    const auto condition =
        static_cast<AlertCondition>(index.data(AlertModel::ConditionRole).toInt());
    const auto severity = static_cast<AlertSeverity>(index.data(AlertModel::SeverityRole).toInt());
    const bool hasData = index.data(AlertModel::HasDataRole).toBool();
    paintText(*painter, columns.state, conditionWord(condition), semibold(font),
              conditionColor(colors, condition));

    const QRect upper = columns.rule.adjusted(0, m_theme.scaled(9), 0, m_theme.scaled(-27));
    const QRect lower = columns.rule.adjusted(0, m_theme.scaled(28), 0, m_theme.scaled(-9));
    paintText(*painter, upper, index.data(AlertModel::RuleRole).toString(), font, colors.text);
    const QVariant since = index.data(AlertModel::SinceRole);
    QString labels = index.data(AlertModel::LabelsRole).toString();
    if (labels.isEmpty())
        labels = hasData ? tr("all") : tr("no matching event yet");
    paintText(*painter, lower, labels + QStringLiteral(" · ") + severityWord(severity), m_theme.uiFont(12),
              colors.text2);

    const double value = index.data(AlertModel::ValueRole).toDouble();
    paintText(*painter, columns.value, hasData ? alertValueText(value) : tr("no data"),
              m_theme.eventFont(), hasData ? colors.text : colors.text3, Qt::AlignRight);
    if (since.isValid()) {
        const auto age = std::max(Nanoseconds(0), m_clock.now() - timePointOf(since.toLongLong()));
        paintText(*painter, columns.since, durationText(age), font, colors.text2,
                  columns.isTight ? Qt::AlignRight : Qt::AlignLeft);
    }
    painter->restore();
}

AlertHistoryDelegate::AlertHistoryDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize AlertHistoryDelegate::sizeHint(const QStyleOptionViewItem& option,
                                     const QModelIndex& index) const
{
    Q_UNUSED(option)
    Q_UNUSED(index)
    return {200, m_theme.scaled(rowHeight)};
}

void AlertHistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const
{
    const Colors& colors = m_theme.colors();
    const QFont font = m_theme.uiFont();
    painter->save();
    paintGround(*painter, option, colors);
    const auto px = [this](int pixels) { return m_theme.scaled(pixels); };
    const QRect line = option.rect.adjusted(px(margin), 0, -px(margin), 0);
    const QString time =
        dateAndTime(timePointOf(index.data(AlertHistoryModel::AtRole).toLongLong()), 0).left(19);
    const int timeWidth = QFontMetrics(m_theme.eventFont()).horizontalAdvance(time) + px(16);
    paintText(*painter, QRect(line.left(), line.top(), timeWidth, line.height()), time,
              m_theme.eventFont(), colors.text2);
    const AlertCondition condition = conditionOf(index.data(AlertHistoryModel::ToRole).toString());
    const int stateLeft = line.left() + timeWidth;
    paintText(*painter, QRect(stateLeft, line.top(), px(86), line.height()), conditionWord(condition),
              semibold(font), conditionColor(colors, condition));

    const int valueWidth = px(72);
    QString what = index.data(AlertHistoryModel::RuleRole).toString();
    const QString labels = index.data(AlertHistoryModel::LabelsRole).toString();
    if (!labels.isEmpty())
        what += QStringLiteral(" · ") + labels;
    const int whatLeft = stateLeft + px(92);
    const QString told =
        index.data(AlertHistoryModel::IsToldRole).toBool() ? tr("told: desktop") : QString();
    const int toldWidth = std::min(px(96), line.width() / 5);
    const QRect toldArea(line.right() + 1 - toldWidth, line.top(), toldWidth, line.height());
    const QRect valueArea(toldArea.left() - px(12) - valueWidth, line.top(), valueWidth, line.height());
    paintText(*painter,
              QRect(whatLeft, line.top(), valueArea.left() - px(12) - whatLeft, line.height()), what,
              font, colors.text);
    paintText(*painter, valueArea,
              alertValueText(index.data(AlertHistoryModel::ValueRole).toDouble()),
              m_theme.eventFont(), colors.text, Qt::AlignRight);
    paintText(*painter, toldArea, told, m_theme.uiFont(12), colors.text3, Qt::AlignRight);
    painter->restore();
}

} // namespace weir
