// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/messageview.h"

#include "ui/logs/textmeasure.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr int mostLines = 12;
constexpr int sideMargin = 14;

} // namespace

void makeReader(QPlainTextEdit& edit, const QFont& font)
{
    edit.setReadOnly(true);
    edit.setFont(font);
    edit.setTabStopDistance(tabCharacters
                            * QFontMetricsF(font).horizontalAdvance(QLatin1Char(' ')));
    edit.setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

MessageView::MessageView(Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
{
    setProperty("role", QStringLiteral("flat"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(sideMargin);
    setTabChangesFocus(true);
    setAccessibleName(tr("Message of the event"));
    connect(&m_theme, &Theme::changed, this, &MessageView::refreshFont);
    refreshFont();
}

void MessageView::setMessage(const QString& text)
{
    if (text != toPlainText())
        setPlainText(text);
    refreshHeight();
}

void MessageView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    refreshHeight();
}

void MessageView::refreshFont()
{
    makeReader(*this, m_theme.eventFont());
    refreshHeight();
}

void MessageView::refreshHeight()
{
    // Of plain text a document's height is in lines.
    const double all = document()->size().height();
    setVerticalScrollBarPolicy(all > mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    const double lines = std::clamp(all, 1.0, double{mostLines});
    const double height = lines * QFontMetricsF(font()).lineSpacing() + 2 * document()->documentMargin();
    setFixedHeight(static_cast<int>(std::ceil(height)));
}

} // namespace weir
