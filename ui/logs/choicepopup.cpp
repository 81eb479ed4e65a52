// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/choicepopup.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace weir {

namespace {

constexpr int mostRows = 10;
constexpr int margin = 4;
constexpr int side = 10;
constexpr int gap = 24;

} // namespace

ChoicePopup::ChoicePopup(Theme& theme)
    : m_theme(theme)
{
    setObjectName(QStringLiteral("choicePopup"));
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Suggestions"));
    hide();
}

int ChoicePopup::rowHeight() const
{
    return QFontMetrics(m_theme.eventFont()).height() + m_theme.scaled(6);
}

int ChoicePopup::rowsShown() const
{
    return std::min(mostRows, static_cast<int>(m_choices.size()));
}

void ChoicePopup::open(std::vector<Choice> choices, const QString& note, QWidget& line, int x)
{
    m_choices = std::move(choices);
    m_note = note;
    m_chosen = -1;
    m_first = 0;
    QWidget* window = line.window();
    if (parentWidget() != window)
        setParent(window);
    m_under = line.mapTo(window, QPoint(x, line.height() + 2));
    layOut();
    show();
    raise();
    update();
}

void ChoicePopup::setProblem(const QString& reason)
{
    if (reason == m_problem)
        return;
    m_problem = reason;
    if (isVisible())
        layOut();
    update();
}

/// Whoever is told what is wrong is told all of it.
int ChoicePopup::heightOf(const QString& text, int width) const
{
    if (text.isEmpty())
        return 0;
    const QFontMetrics metrics(m_theme.uiFont());
    return metrics.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, text).height()
        + m_theme.scaled(margin);
}

void ChoicePopup::layOut()
{
    const QFontMetrics mono(m_theme.eventFont());
    const QFontMetrics plain(m_theme.uiFont());
    // A letter has parts of a pixel, and what is as wide as its line would break.
    int wide = std::max(plain.horizontalAdvance(m_note), plain.horizontalAdvance(m_problem)) + 2;
    for (const Choice& choice : m_choices)
        wide = std::max(wide, mono.horizontalAdvance(choice.text) + m_theme.scaled(2 * gap)
                            + plain.horizontalAdvance(choice.kind + choice.figure));
    const QSize room = parentWidget()->size();
    const int edges = 2 * m_theme.scaled(side);
    const int width = std::min(wide + edges, room.width() - 8);
    const int inside = width - edges;
    const int height = rowsShown() * rowHeight() + m_theme.scaled(2 * margin)
        + heightOf(m_note, inside) + heightOf(m_problem, inside);
    const int left = std::min(m_under.x() - m_theme.scaled(side), room.width() - width - 4);
    setGeometry(std::max(4, left), m_under.y(), width,
                std::min(height, room.height() - m_under.y() - 4));
}

void ChoicePopup::move(int by)
{
    const int count = static_cast<int>(m_choices.size());
    m_chosen += by;
    if (m_chosen >= count)
        m_chosen = -1;
    else if (m_chosen < -1)
        m_chosen = count - 1;
    if (m_chosen >= 0)
        m_first = std::clamp(m_first, m_chosen - rowsShown() + 1, m_chosen);
    setAccessibleDescription(m_chosen < 0 ? QString()
                                          : m_choices[static_cast<std::size_t>(m_chosen)].text);
    update();
}

int ChoicePopup::choiceAt(int y) const
{
    const int row = (y - m_theme.scaled(margin)) / rowHeight();
    const int choice = m_first + row;
    const bool isRow = y >= m_theme.scaled(margin) && row < rowsShown();
    return isRow && choice < static_cast<int>(m_choices.size()) ? choice : -1;
}

void ChoicePopup::paintEvent(QPaintEvent*)
{
    const Colors& colors = m_theme.colors();
    QPainter painter(this);
    painter.setPen(colors.strongLine);
    painter.setBrush(colors.raised);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const int edge = m_theme.scaled(side);
    int y = m_theme.scaled(margin);
    for (int i = m_first; i < m_first + rowsShown(); ++i, y += rowHeight()) {
        const Choice& choice = m_choices[static_cast<std::size_t>(i)];
        const QRect row(1, y, width() - 2, rowHeight());
        if (i == m_chosen)
            painter.fillRect(row, colors.selection);
        const QRect inside = row.adjusted(edge - 1, 0, -edge + 1, 0);
        painter.setFont(m_theme.uiFont());
        painter.setPen(colors.text2);
        const QString right = choice.figure.isEmpty() ? choice.kind : choice.figure;
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignRight, right);
        const int room = inside.width() - painter.fontMetrics().horizontalAdvance(right) - edge;
        painter.setFont(m_theme.eventFont());
        painter.setPen(colors.text);
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(choice.text, Qt::ElideRight, room));
    }
    painter.setFont(m_theme.uiFont());
    const auto paintFoot = [&](const QString& text, const QColor& color) {
        if (text.isEmpty())
            return;
        const int inside = width() - 2 * edge;
        const QRect lines(edge, y, inside, heightOf(text, inside));
        painter.setPen(color);
        painter.drawText(lines, int(Qt::AlignVCenter) | int(Qt::AlignLeft) | Qt::TextWordWrap,
                         text);
        y += lines.height();
    };
    paintFoot(m_note, colors.text3);
    paintFoot(m_problem, colors.error());
}

void ChoicePopup::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    emit shownChanged(true);
}

void ChoicePopup::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    emit shownChanged(false);
}

void ChoicePopup::mousePressEvent(QMouseEvent* event)
{
    const int choice = choiceAt(static_cast<int>(event->position().y()));
    if (choice >= 0)
        emit clicked(choice);
}

void ChoicePopup::mouseMoveEvent(QMouseEvent* event)
{
    const int choice = choiceAt(static_cast<int>(event->position().y()));
    if (choice >= 0 && choice != m_chosen) {
        m_chosen = choice;
        update();
    }
}

void ChoicePopup::wheelEvent(QWheelEvent* event)
{
    const int most = static_cast<int>(m_choices.size()) - rowsShown();
    m_first = std::clamp(m_first - event->angleDelta().y() / 120, 0, std::max(0, most));
    update();
    event->accept();
}

} // namespace weir
