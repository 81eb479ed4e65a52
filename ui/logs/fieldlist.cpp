// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/fieldlist.h"

#include "ui/logs/rowpainter.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace weir {

namespace {

constexpr int margin = 14;
constexpr int nameWidth = 112;
constexpr int lineHeight = 24;
constexpr int titleHeight = 34;
constexpr int maxValueLines = 4;

bool isNumber(const EventDetails::Entry& entry)
{
    return !entry.isText && entry.text != "true" && entry.text != "false";
}

} // namespace

FieldList::FieldList(Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setProperty("role", QStringLiteral("pane"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Fields of the event"));
    connect(&m_theme, &Theme::changed, this, [this] {
        layOut();
        viewport()->update();
    });
}

void FieldList::setGroups(std::vector<Group> groups)
{
    m_groups = std::move(groups);
    m_current = -1;
    m_hovered = -1;
    layOut();
    viewport()->update();
}

void FieldList::layOut()
{
    m_lines.clear();
    const QFontMetrics metrics(m_theme.eventFont());
    const TextMeasure measure(m_theme.eventFont());
    const int valueWidth = std::max(m_theme.scaled(60),
                                    viewport()->width() - m_theme.scaled(2 * margin + nameWidth));
    int y = 0;
    for (const Group& group : m_groups) {
        if (!group.title.isEmpty()) {
            m_lines.push_back({nullptr, group.title, y, m_theme.scaled(titleHeight), {}});
            y += m_theme.scaled(titleHeight);
        }
        for (const EventDetails::Entry& entry : group.entries) {
            bool isCut = false;
            auto pieces = measure.pieces(entry.value, valueWidth, true, maxValueLines, isCut);
            if (isCut) // the last one says so, by an ellipsis where it ends
                pieces.back().length = static_cast<int>(
                    std::min<qsizetype>(entry.value.size() - pieces.back().from,
                                        2 * pieces.back().length));
            const int lines = static_cast<int>(pieces.size());
            const int height = m_theme.scaled(lineHeight) + (lines - 1) * metrics.lineSpacing();
            m_lines.push_back({&entry, {}, y, height, std::move(pieces)});
            y += height;
        }
    }
    verticalScrollBar()->setRange(0, std::max(0, y + 8 - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_theme.scaled(lineHeight));
}

void FieldList::resizeEvent(QResizeEvent*)
{
    layOut();
}

int FieldList::lineAt(int y) const
{
    y += verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (y >= m_lines[i].top && y < m_lines[i].top + m_lines[i].height)
            return m_lines[i].entry != nullptr ? static_cast<int>(i) : -1;
    }
    return -1;
}

QRect FieldList::filterArea(const Line& line) const
{
    const int y = line.top - verticalScrollBar()->value();
    return {viewport()->width() - m_theme.scaled(margin + 118), y, m_theme.scaled(52),
            m_theme.scaled(lineHeight)};
}

QRect FieldList::excludeArea(const Line& line) const
{
    return filterArea(line).translated(m_theme.scaled(56), 0)
        .adjusted(0, 0, m_theme.scaled(10), 0);
}

void FieldList::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.panel);
    const int scrolled = verticalScrollBar()->value();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        if (line.top + line.height < scrolled || line.top - scrolled > viewport()->height())
            continue;
        if (line.entry == nullptr) {
            painter.setFont(m_theme.groupTitleFont());
            painter.setPen(colors.text3);
            const int above = m_theme.scaled(6);
            painter.drawText(QRect(m_theme.scaled(margin), line.top - scrolled + above, width(),
                                   line.height - above),
                             Qt::AlignVCenter | Qt::AlignLeft, line.title);
            continue;
        }
        const int index = static_cast<int>(i);
        paintEntry(painter, line, index == m_hovered || (hasFocus() && index == m_current));
    }
}

void FieldList::paintEntry(QPainter& painter, const Line& line, bool isCurrent) const
{
    const Colors& colors = m_theme.colors();
    const int y = line.top - verticalScrollBar()->value();
    const int left = m_theme.scaled(margin);
    const int high = m_theme.scaled(lineHeight);
    const bool canAsk = isCurrent && !line.entry->field.empty();
    if (isCurrent)
        painter.fillRect(QRect(0, y, viewport()->width(), line.height), colors.raised);
    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.text2);
    const QFontMetrics names(m_theme.uiFont());
    painter.drawText(QRect(left, y, m_theme.scaled(nameWidth - 8), high),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     names.elidedText(line.entry->name, Qt::ElideMiddle,
                                      m_theme.scaled(nameWidth - 10)));

    painter.setFont(m_theme.eventFont());
    QColor color = colors.text;
    if (line.entry->field == "severity") {
        for (const auto severity :
             {SeverityClass::Trace, SeverityClass::Debug, SeverityClass::Info, SeverityClass::Warn,
              SeverityClass::Error, SeverityClass::Fatal})
            color = nameOf(severity) == line.entry->text ? colors.of(severity) : color;
    }
    painter.setPen(color);
    const int right = canAsk && line.pieces.size() == 1 ? m_theme.scaled(124) : 0;
    const int from = left + m_theme.scaled(nameWidth);
    paintValue(painter, line, {from, y, viewport()->width() - from - left - right, high});
    if (!canAsk)
        return;
    painter.setFont(m_theme.uiFont());
    painter.fillRect(filterArea(line).united(excludeArea(line)), colors.raised);
    painter.setPen(colors.accent);
    painter.drawText(filterArea(line), Qt::AlignVCenter | Qt::AlignLeft, tr("+ filter"));
    painter.drawText(excludeArea(line), Qt::AlignVCenter | Qt::AlignLeft, tr("− exclude"));
}

/// `cell`: of its first line.
void FieldList::paintValue(QPainter& painter, const Line& line, const QRect& cell) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    QRect place = cell;
    for (const TextPiece& piece : line.pieces) {
        const QString text = line.entry->value.mid(piece.from, piece.length);
        painter.drawText(place, int(Qt::AlignVCenter) | int(Qt::TextSingleLine),
                         metrics.elidedText(text, Qt::ElideRight, cell.width()));
        place.translate(0, metrics.lineSpacing());
    }
}

void FieldList::mouseMoveEvent(QMouseEvent* event)
{
    const int line = lineAt(static_cast<int>(event->position().y()));
    if (line == m_hovered)
        return;
    m_hovered = line;
    viewport()->update();
}

void FieldList::leaveEvent(QEvent*)
{
    m_hovered = -1;
    viewport()->update();
}

void FieldList::mousePressEvent(QMouseEvent* event)
{
    const int index = lineAt(static_cast<int>(event->position().y()));
    if (index < 0 || event->button() != Qt::LeftButton)
        return;
    m_current = index;
    const Line& line = m_lines[static_cast<std::size_t>(index)];
    const QPoint at = event->position().toPoint();
    viewport()->update();
    if (line.entry->field.empty())
        return;
    // By value: answering may replace the groups.
    const EventDetails::Entry entry = *line.entry;
    if (filterArea(line).contains(at))
        emit conditionWanted(entry, false);
    else if (excludeArea(line).contains(at))
        emit conditionWanted(entry, true);
}

void FieldList::moveCurrent(int by)
{
    int next = m_current;
    do
        next += by;
    while (next >= 0 && next < static_cast<int>(m_lines.size())
           && m_lines[static_cast<std::size_t>(next)].entry == nullptr);
    if (next < 0 || next >= static_cast<int>(m_lines.size()))
        return;
    m_current = next;
    viewport()->update();
}

void FieldList::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down)
        return moveCurrent(1);
    if (event->key() == Qt::Key_Up)
        return moveCurrent(-1);
    const bool exclude = event->key() == Qt::Key_Minus;
    if (m_current >= 0 && (exclude || event->key() == Qt::Key_Plus)) {
        const EventDetails::Entry entry = *m_lines[static_cast<std::size_t>(m_current)].entry;
        if (!entry.field.empty())
            emit conditionWanted(entry, exclude);
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void FieldList::contextMenuEvent(QContextMenuEvent* event)
{
    const int index = lineAt(event->pos().y());
    if (index < 0)
        return;
    const EventDetails::Entry entry = *m_lines[static_cast<std::size_t>(index)].entry;
    auto* menu = new QMenu(this); // no loop of its own: this list may go while it is open
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!entry.field.empty()) {
        menu->addAction(tr("Filter by this value"), this,
                        [=, this] { emit conditionWanted(entry, false); });
        menu->addAction(tr("Exclude this value"), this,
                        [=, this] { emit conditionWanted(entry, true); });
        menu->addAction(tr("Statistics"), this, [=, this] { emit statisticsWanted(entry.field); })
            ->setEnabled(isNumber(entry));
        menu->addSeparator();
    }
    menu->addAction(tr("Copy value"), this, [=, this] {
        emit copyWanted(entry.text.empty() ? entry.value : QString::fromStdString(entry.text));
    });
    menu->popup(event->globalPos());
}

} // namespace weir
