// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/logstabbar.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QAction>
#include <QStyle>

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr int widest = 240;
constexpr int closeSize = 16;

} // namespace

LogsTabBar::LogsTabBar(Theme& theme, QWidget* parent)
    : QTabBar(parent)
    , m_theme(theme)
    , m_name(new QLineEdit(this))
{
    setMovable(true);
    setTabsClosable(true);
    setExpanding(false);
    setDrawBase(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    setSelectionBehaviorOnRemove(QTabBar::SelectPreviousTab);
    setAccessibleName(tr("Tabs"));
    connect(&theme, &Theme::changed, this, &LogsTabBar::sizeCloseButtons);
    m_name->setAccessibleName(tr("Name of the tab"));
    m_name->hide();
    connect(m_name, &QLineEdit::editingFinished, this, [this] { endRename(true); });
    auto* leave = new QAction(m_name);
    leave->setShortcut(Qt::Key_Escape);
    leave->setShortcutContext(Qt::WidgetShortcut);
    m_name->addAction(leave);
    connect(leave, &QAction::triggered, this, [this] { endRename(false); });
}

void LogsTabBar::setTitle(int tab, const QString& title, const QString& name, bool isPinned)
{
    QString text = title;
    text.replace(QLatin1Char('&'), QLatin1String("&&"));
    if (tabText(tab) != text)
        setTabText(tab, text);
    setTabData(tab, name);
    const QString tip = isPinned ? tr("%1 – pinned: has a time range of its own").arg(title) : title;
    setTabToolTip(tab, QStringLiteral("<qt>") + tip.toHtmlEscaped());
    setAccessibleTabName(tab, isPinned ? tr("%1, pinned").arg(title) : title);
    if (isPinned == tabIcon(tab).isNull())
        setTabIcon(tab, isPinned ? icon(QStringLiteral("pin"), m_theme.colors().accent) : QIcon());
}

void LogsTabBar::startRename(int tab)
{
    if (tab < 0 || tab >= count())
        return;
    m_renaming = tab;
    m_name->setGeometry(tabRect(tab).adjusted(4, 3, -4, -3));
    m_name->setText(tabData(tab).toString());
    m_nameBefore = m_name->text();
    m_name->selectAll();
    m_name->show();
    m_name->raise();
    m_name->setFocus();
}

void LogsTabBar::endRename(bool takes)
{
    const int tab = std::exchange(m_renaming, -1);
    if (tab < 0)
        return;
    const QString name = m_name->text();
    const bool hadFocus = m_name->hasFocus();
    m_name->hide();
    if (takes && name != m_nameBefore)
        emit renamed(tab, name.trimmed());
    if (hadFocus && parentWidget())
        parentWidget()->setFocus();
}

void LogsTabBar::tabInserted(int index)
{
    QTabBar::tabInserted(index);
    sizeCloseButtons();
}

/// Qt makes them as large as at 100 %, whatever the zoom.
void LogsTabBar::sizeCloseButtons()
{
    const auto side = static_cast<ButtonPosition>(
        style()->styleHint(QStyle::SH_TabBar_CloseButtonPosition, nullptr, this));
    const int size = m_theme.scaled(closeSize);
    for (int i = 0; i < count(); ++i) {
        QWidget* button = tabButton(i, side);
        if (button == nullptr || button->width() == size)
            continue;
        button->setProperty("ownSize", true);
        button->setFixedSize(size, size);
    }
}

QSize LogsTabBar::tabSizeHint(int index) const
{
    const QSize size = QTabBar::tabSizeHint(index);
    return {std::min(size.width(), m_theme.scaled(widest)),
            std::max(size.height(), m_theme.scaled(30))};
}

void LogsTabBar::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    m_wasClicked = false;
    m_pressed.reset();
    if (event->button() == Qt::LeftButton && tabAt(at) >= 0 && tabAt(at) == currentIndex())
        m_pressed = at;
    QTabBar::mousePressEvent(event);
}

void LogsTabBar::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    if (m_pressed && (at - *m_pressed).manhattanLength() > QApplication::startDragDistance())
        m_pressed.reset();
    QTabBar::mouseMoveEvent(event);
}

void LogsTabBar::mouseDoubleClickEvent(QMouseEvent* event)
{
    m_pressed.reset();
    if (std::exchange(m_wasClicked, false))
        emit frontClicked();
    const int tab = tabAt(event->position().toPoint());
    if (tab >= 0)
        startRename(tab);
    else
        emit newWanted();
}

void LogsTabBar::mouseReleaseEvent(QMouseEvent* event)
{
    const int tab = tabAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton && tab >= 0)
        emit tabCloseRequested(tab);
    QTabBar::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || !std::exchange(m_pressed, std::nullopt))
        return;
    m_wasClicked = tab >= 0 && tab == currentIndex();
    if (m_wasClicked)
        emit frontClicked();
}

void LogsTabBar::contextMenuEvent(QContextMenuEvent* event)
{
    const int tab = tabAt(event->pos());
    if (tab < 0)
        return;
    setCurrentIndex(tab);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename"), this, [this, tab] { startRename(tab); });
    auto* pin = menu->addAction(tr("A time range of its own"), this, &LogsTabBar::pinWanted);
    pin->setCheckable(true);
    pin->setChecked(!tabIcon(tab).isNull());
    menu->addAction(tr("Split, or take apart"), this, &LogsTabBar::splitWanted);
    menu->addAction(tr("New tab: a copy of this one"), this, &LogsTabBar::newWanted);
    menu->addSeparator();
    menu->addAction(tr("Close"), this, [this, tab] { emit tabCloseRequested(tab); })
        ->setEnabled(count() > 1);
    menu->popup(event->globalPos());
}

} // namespace weir
