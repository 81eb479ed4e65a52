// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/pixelzoom.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>
#include <QGridLayout>
#include <QScopedValueRollback>
#include <QWidget>

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

namespace {

using Numbers = std::array<int, 6>;

int scaledBy(int pixels, int percent)
{
    return pixels <= 0 || pixels >= QWIDGETSIZE_MAX
        ? pixels
        : std::max(1, qRound(pixels * percent / 100.0));
}

/// What `object` said of itself at 100 %. A number that differs from what it was scaled to last has
/// been set anew since, and by the rule of this class as it is at 100 %.
Numbers baseOf(QObject& object, const char* name, const Numbers& now, int before)
{
    const QVariant kept = object.property(name);
    Numbers base = now;
    if (kept.isValid()) {
        const auto known = kept.value<Numbers>();
        for (std::size_t i = 0; i < base.size(); ++i) {
            if (now[i] == scaledBy(known[i], before))
                base[i] = known[i];
        }
    }
    object.setProperty(name, QVariant::fromValue(base));
    return base;
}

} // namespace

PixelZoom::PixelZoom(QApplication& application, QObject* parent)
    : QObject(parent)
    , m_application(application)
{
    m_application.installEventFilter(this);
}

PixelZoom::~PixelZoom() = default;

void PixelZoom::setPercent(int percent)
{
    if (percent == m_percent && percent == 100)
        return;
    m_before = std::exchange(m_percent, percent);
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets)
        scale(*widget);
    m_before = percent;
}

void PixelZoom::restyle(const QString& sheet)
{
    const QScopedValueRollback<bool> restyling(m_isRestyling, true);
    m_application.setStyleSheet(sheet);
}

bool PixelZoom::eventFilter(QObject* object, QEvent* event)
{
    if (m_isRestyling && event->type() == QEvent::StyleChange && object->isWidgetType()
        && !static_cast<QWidget*>(object)->isVisible()) {
        m_untold.insert(object);
        return true;
    }
    if (event->type() == QEvent::Show && m_untold.erase(object) > 0) {
        QEvent change(QEvent::StyleChange);
        QCoreApplication::sendEvent(object, &change);
    }
    // A stylesheet that polishes gives the old font back, so there is a second look when it is shown.
    const bool isBegin = event->type() == QEvent::Polish || event->type() == QEvent::Show;
    if (m_percent != 100 && isBegin && object->isWidgetType())
        scale(*static_cast<QWidget*>(object));
    return QObject::eventFilter(object, event);
}

void PixelZoom::scale(QWidget& widget) const
{
    if (!widget.isWindow() && !widget.property("ownSize").toBool())
        scaleSize(widget);
    scaleFont(widget);
    if (widget.layout() != nullptr)
        scaleLayout(*widget.layout());
}

void PixelZoom::scaleSize(QWidget& widget) const
{
    auto* button = qobject_cast<QAbstractButton*>(&widget);
    const int icon = button == nullptr ? 0 : button->iconSize().width();
    // Where the stylesheet says a least size, it has been scaled with the stylesheet.
    const bool hasWidth = widget.property("_q_stylesheet_minw").toBool();
    const bool hasHeight = widget.property("_q_stylesheet_minh").toBool();
    const Numbers base = baseOf(widget, "weirSizes",
                                {widget.minimumWidth(), widget.minimumHeight(),
                                 widget.maximumWidth(), widget.maximumHeight(), icon, 0},
                                m_before);
    widget.setMinimumSize(hasWidth ? widget.minimumWidth() : scaledBy(base[0], m_percent),
                          hasHeight ? widget.minimumHeight() : scaledBy(base[1], m_percent));
    widget.setMaximumSize(scaledBy(base[2], m_percent), scaledBy(base[3], m_percent));
    if (button != nullptr)
        button->setIconSize(QSize(scaledBy(base[4], m_percent), scaledBy(base[4], m_percent)));
}

void PixelZoom::scaleFont(QWidget& widget) const
{
    if (!widget.testAttribute(Qt::WA_SetFont) || widget.font().pixelSize() <= 0)
        return;
    // Fonts come from the theme, so one that is met for the first time is scaled already.
    QFont font = widget.font();
    // A new stylesheet gives a widget back the font that it was given, before any zoom.
    const QPoint known = widget.property("weirFont").toPoint(); // at 100 %, and as it was given
    const int now = font.pixelSize();
    const bool isKnown =
        known.x() > 0 && (now == scaledBy(known.x(), m_before) || now == known.y());
    const int base = isKnown ? known.x() : qRound(now * 100.0 / m_before);
    widget.setProperty("weirFont", QPoint(base, isKnown ? known.y() : now));
    font.setPixelSize(scaledBy(base, m_percent));
    if (font.pixelSize() != widget.font().pixelSize())
        widget.setFont(font);
}

void PixelZoom::scaleGrid(QGridLayout& grid) const
{
    const Numbers base = baseOf(grid, "weirGrid",
                                {grid.horizontalSpacing(), grid.verticalSpacing(),
                                 grid.columnMinimumWidth(0), 0, 0, 0},
                                m_before);
    grid.setHorizontalSpacing(scaledBy(base[0], m_percent));
    grid.setVerticalSpacing(scaledBy(base[1], m_percent));
    grid.setColumnMinimumWidth(0, scaledBy(base[2], m_percent));
}

void PixelZoom::scaleLayout(QLayout& layout) const
{
    const QMargins margins = layout.contentsMargins();
    const Numbers base = baseOf(layout, "weirLayout",
                                {margins.left(), margins.top(), margins.right(), margins.bottom(),
                                 layout.spacing(), 0},
                                m_before);
    layout.setContentsMargins(scaledBy(base[0], m_percent), scaledBy(base[1], m_percent),
                              scaledBy(base[2], m_percent), scaledBy(base[3], m_percent));
    if (auto* grid = qobject_cast<QGridLayout*>(&layout))
        scaleGrid(*grid);
    else if (base[4] >= 0)
        layout.setSpacing(scaledBy(base[4], m_percent));
    for (int i = 0; i < layout.count(); ++i) {
        if (QLayout* inner = layout.itemAt(i)->layout())
            scaleLayout(*inner);
    }
}

} // namespace weir
