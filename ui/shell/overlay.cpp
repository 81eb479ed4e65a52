// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/overlay.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QKeyEvent>

#include <algorithm>

namespace weir {

Overlay::Overlay(Theme& theme, int widest, QWidget* window)
    : QFrame(window)
    , m_theme(theme)
    , m_widest(widest)
{
    setProperty("role", QStringLiteral("overlay"));
    setProperty("ownSize", true);
    hide();
    window->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget*, QWidget* now) { focusMoved(now); });
}

Overlay::~Overlay() = default;

void Overlay::open()
{
    if (isVisible())
        return;
    m_before = QApplication::focusWidget();
    prepare();
    place();
    show();
    raise();
    first()->setFocus(Qt::PopupFocusReason);
}

void Overlay::close()
{
    if (!isVisible())
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    const QPointer<QWidget> before = m_before;
    hide();
    if (hadFocus && before)
        before->setFocus(Qt::PopupFocusReason);
}

void Overlay::place()
{
    const QWidget& window = *parentWidget();
    const int side = m_theme.scaled(16);
    const int wide = std::min(m_theme.scaled(m_widest), window.width() - 2 * side);
    const int top = std::min(m_theme.scaled(56), window.height() / 12);
    resize(wide, 10); // a height may depend on the width
    // The status bar below it stays whole: half a line of text tells nobody anything.
    const int bottom = m_theme.scaled(34);
    const int high = wantedHeight(window.height() - top - bottom);
    setGeometry((window.width() - wide) / 2, top, wide, high);
}

void Overlay::focusMoved(QWidget* now)
{
    // Without a focus the window is in the background; then it stays as it is.
    if (isVisible() && now != nullptr && now != this && !isAncestorOf(now)
        && now->window() == window())
        close();
}

bool Overlay::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() == QEvent::Resize && object == parentWidget() && isVisible())
        place();
    return QFrame::eventFilter(object, event);
}

void Overlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    // What is not for the sheet is not for what lies below it either.
    event->accept();
}

} // namespace weir
