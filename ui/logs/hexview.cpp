// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/hexview.h"

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
constexpr int top = 6;

QChar printable(char byte)
{
    return byte >= ' ' && byte <= '~' ? QLatin1Char(byte) : QChar(0x00b7);
}

QString hexOf(char byte)
{
    return QStringLiteral("%1").arg(static_cast<unsigned char>(byte), 2, 16, QLatin1Char('0'));
}

} // namespace

HexView::HexView(Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setProperty("role", QStringLiteral("pane"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes of the payload"));
    connect(&theme, &Theme::changed, this, [this] {
        syncScrollBars();
        viewport()->update();
    });
}

void HexView::setBytes(const QByteArray& bytes)
{
    m_bytes = bytes;
    m_anchor = m_current = -1;
    verticalScrollBar()->setValue(0);
    syncScrollBars();
    viewport()->update();
}

int HexView::lineHeight() const
{
    return QFontMetrics(m_theme.eventFont()).height() + m_theme.scaled(3);
}

int HexView::characterWidth() const
{
    return QFontMetrics(m_theme.eventFont()).horizontalAdvance(QLatin1Char('0'));
}

int HexView::offsetDigits() const
{
    return m_bytes.size() > 0xffff ? 8 : 4;
}

int HexView::hexColumn(int byte) const
{
    return offsetDigits() + 2 + byte * 3 + byte / 8;
}

int HexView::textColumn(int byte) const
{
    return hexColumn(bytesPerLine) + 1 + byte;
}

void HexView::syncScrollBars()
{
    const auto lines = static_cast<int>((m_bytes.size() + bytesPerLine - 1) / bytesPerLine);
    const int page = std::max(1, (viewport()->height() - 2 * m_theme.scaled(top)) / lineHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, lines - page));
    const int width = 2 * m_theme.scaled(margin) + textColumn(bytesPerLine) * characterWidth();
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setSingleStep(characterWidth());
}

void HexView::resizeEvent(QResizeEvent*)
{
    syncScrollBars();
}

QString HexView::lineText(qsizetype offset) const
{
    QString text =
        QStringLiteral("%1").arg(offset, offsetDigits(), 16, QLatin1Char('0'));
    const qsizetype end = std::min(offset + bytesPerLine, m_bytes.size());
    for (qsizetype i = offset; i < end; ++i) {
        text = text.leftJustified(hexColumn(static_cast<int>(i - offset)));
        text += hexOf(m_bytes[i]);
    }
    text = text.leftJustified(textColumn(0));
    for (qsizetype i = offset; i < end; ++i)
        text += printable(m_bytes[i]);
    return text;
}

std::pair<qsizetype, qsizetype> HexView::marked() const
{
    if (m_current < 0)
        return {0, 0};
    return {std::min(m_anchor, m_current), std::max(m_anchor, m_current) + 1};
}

QByteArray HexView::markedBytes() const
{
    const auto [from, to] = marked();
    return m_bytes.mid(from, to - from);
}

void HexView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colors().panel);
    painter.setFont(m_theme.eventFont());
    const qsizetype first = qsizetype{verticalScrollBar()->value()} * bytesPerLine;
    int y = m_theme.scaled(top);
    for (qsizetype offset = first; offset < m_bytes.size() && y < viewport()->height();
         offset += bytesPerLine, y += lineHeight())
        paintLine(painter, offset, y);
}

void HexView::paintLine(QPainter& painter, qsizetype offset, int y) const
{
    const Colors& colors = m_theme.colors();
    const int width = characterWidth();
    const int left = m_theme.scaled(margin) - horizontalScrollBar()->value();
    const auto [from, to] = marked();
    const int base = y + QFontMetrics(m_theme.eventFont()).ascent() + 1;
    const auto draw = [&](int column, const QString& text, const QColor& color) {
        painter.setPen(color);
        painter.drawText(left + column * width, base, text);
    };
    const QString line = lineText(offset);
    const auto count =
        static_cast<int>(std::min<qsizetype>(bytesPerLine, m_bytes.size() - offset));
    for (int i = 0; i < count; ++i) {
        if (offset + i < from || offset + i >= to)
            continue;
        painter.fillRect(left + hexColumn(i) * width, y, 2 * width, lineHeight(), colors.selection);
        painter.fillRect(left + textColumn(i) * width, y, width, lineHeight(), colors.selection);
    }
    draw(0, line.left(offsetDigits()), colors.text3);
    draw(hexColumn(0), line.mid(hexColumn(0), textColumn(0) - hexColumn(0)), colors.text);
    draw(textColumn(0), line.mid(textColumn(0)), colors.text2);
}

qsizetype HexView::byteAt(const QPoint& point) const
{
    const int x = point.x() - m_theme.scaled(margin) + horizontalScrollBar()->value();
    const int column = x / characterWidth();
    const int line =
        (point.y() - m_theme.scaled(top)) / lineHeight() + verticalScrollBar()->value();
    int byte = bytesPerLine - 1;
    if (column >= textColumn(0)) {
        byte = std::min(column - textColumn(0), byte);
    } else {
        while (byte > 0 && hexColumn(byte) > column)
            --byte;
    }
    return std::clamp<qsizetype>(qsizetype{std::max(0, line)} * bytesPerLine + byte, 0,
                                 std::max<qsizetype>(0, m_bytes.size() - 1));
}

void HexView::moveTo(qsizetype offset, bool extends)
{
    if (m_bytes.isEmpty())
        return;
    m_current = std::clamp<qsizetype>(offset, 0, m_bytes.size() - 1);
    if (!extends || m_anchor < 0)
        m_anchor = m_current;
    const auto line = static_cast<int>(m_current / bytesPerLine);
    QScrollBar& bar = *verticalScrollBar();
    if (line < bar.value())
        bar.setValue(line);
    else if (line >= bar.value() + bar.pageStep())
        bar.setValue(line - bar.pageStep() + 1);
    viewport()->update();
}

void HexView::goTo(qsizetype offset)
{
    moveTo(offset, false);
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(byteAt(event->position().toPoint()), event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo(byteAt(event->position().toPoint()), true);
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    const qsizetype page = qsizetype{verticalScrollBar()->pageStep()} * bytesPerLine;
    const qsizetype from = std::max<qsizetype>(0, m_current);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(from - 1, extends);
    case Qt::Key_Right:
        return moveTo(from + 1, extends);
    case Qt::Key_Up:
        return moveTo(from - bytesPerLine, extends);
    case Qt::Key_Down:
        return moveTo(from + bytesPerLine, extends);
    case Qt::Key_PageUp:
        return moveTo(from - page, extends);
    case Qt::Key_PageDown:
        return moveTo(from + page, extends);
    case Qt::Key_Home:
        return moveTo(0, extends);
    case Qt::Key_End:
        return moveTo(m_bytes.size() - 1, extends);
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy) && m_current >= 0)
        emit copyWanted(QString::fromLatin1(markedBytes().toHex(' ')));
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void HexView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QByteArray chosen = markedBytes();
    menu->addAction(tr("Copy as hex"), this,
                    [=, this] { emit copyWanted(QString::fromLatin1(chosen.toHex(' '))); })
        ->setEnabled(!chosen.isEmpty());
    menu->addAction(tr("Copy as text"), this,
                    [=, this] { emit copyWanted(QString::fromUtf8(chosen)); })
        ->setEnabled(!chosen.isEmpty());
    menu->popup(event->globalPos());
}

} // namespace weir
