// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QByteArray>

namespace weir {

class Theme;

/// Bytes as offset, hex and ASCII, sixteen a line. Only the lines in view are made, so it opens 16 MiB
/// as fast as sixteen bytes. Shift and the arrows or the mouse mark bytes; copying gives their hex.
/// Thread: GUI.
class HexView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    static constexpr int bytesPerLine = 16;

    explicit HexView(Theme& theme, QWidget* parent = nullptr);

    void setBytes(const QByteArray& bytes);
    const QByteArray& bytes() const { return m_bytes; }
    /// The line of text that starts at this offset, as painted.
    QString lineText(qsizetype offset) const;
    /// Half-open; empty when nothing is marked.
    std::pair<qsizetype, qsizetype> marked() const;
    QByteArray markedBytes() const;
    /// Scrolls so that the byte is in view and marks it.
    void goTo(qsizetype offset);

signals:
    void copyWanted(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    int lineHeight() const;
    int characterWidth() const;
    int offsetDigits() const;
    int hexColumn(int byte) const; ///< in characters from the left
    int textColumn(int byte) const;
    qsizetype byteAt(const QPoint& point) const;
    void moveTo(qsizetype offset, bool extends);
    void syncScrollBars();
    void paintLine(QPainter& painter, qsizetype offset, int y) const;

    Theme& m_theme;
    QByteArray m_bytes;
    qsizetype m_anchor = -1; ///< where marking began; -1: nothing is marked
    qsizetype m_current = -1;
};

} // namespace weir
