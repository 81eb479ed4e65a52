// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStringList>
#include <QToolButton>
#include <QWidget>

#include <algorithm>

namespace weir::test {

inline QString pathOf(const QWidget* widget)
{
    QStringList names;
    for (; widget != nullptr; widget = widget->parentWidget())
        names.prepend(QLatin1String(widget->metaObject()->className())
                      + (widget->objectName().isEmpty() ? QString()
                                                        : QLatin1Char('#') + widget->objectName()));
    return names.mid(std::max<qsizetype>(0, names.size() - 4)).join(QStringLiteral(" > "));
}

inline bool isText(const QWidget* widget)
{
    const auto* label = qobject_cast<const QLabel*>(widget);
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    return label != nullptr ? !label->text().isEmpty() : button != nullptr;
}

/// Within all it lies in, as far as that does not scroll.
inline bool isInside(const QWidget* widget)
{
    for (const QWidget* around = widget->parentWidget(); around != nullptr;
         around = around->parentWidget()) {
        if (around->objectName() == QLatin1String("qt_scrollarea_viewport"))
            return true;
        const QRect place(widget->mapTo(around, QPoint()), widget->size());
        if (!around->rect().adjusted(-1, -1, 1, 1).contains(place))
            return false;
        if (around->isWindow())
            return true;
    }
    return true;
}

/// Wider than what is seen of it, with no bar to scroll to the rest.
inline bool isCutAside(const QScrollArea& area)
{
    return area.horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area.widget() != nullptr
        && area.widget()->width() > area.viewport()->width() + 1;
}

/// What of its text does not fit, in a word; empty when all does.
inline QString clipping(const QWidget* widget)
{
    const auto tooSmall = [&](const QSize& wanted) {
        return widget->width() + 1 < wanted.width() || widget->height() + 1 < wanted.height()
            ? QStringLiteral("%1×%2 has %3×%4")
                  .arg(wanted.width())
                  .arg(wanted.height())
                  .arg(widget->width())
                  .arg(widget->height())
            : QString();
    };
    if (isText(widget) && !widget->parentWidget()->inherits("QLineEdit") && !isInside(widget))
        return QStringLiteral("reaches over the edge");
    if (const auto* area = qobject_cast<const QScrollArea*>(widget))
        return isCutAside(*area) ? tooSmall(area->widget()->size()) : QString();
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        if (label->text().isEmpty())
            return {};
        if (label->wordWrap())
            return label->height() + 1 < label->heightForWidth(label->width())
                ? QStringLiteral("%1 high has %2")
                      .arg(label->heightForWidth(label->width()))
                      .arg(label->height())
                : QString();
        return tooSmall(label->sizeHint());
    }
    if (const auto* box = qobject_cast<const QCheckBox*>(widget))
        return tooSmall(box->sizeHint());
    if (const auto* button = qobject_cast<const QPushButton*>(widget))
        return button->text().isEmpty() ? QString() : tooSmall(button->minimumSizeHint());
    if (widget->parentWidget()->inherits("QLineEdit"))
        return {}; // its picture; the text is for those who do not see
    if (const auto* button = qobject_cast<const QToolButton*>(widget))
        return button->text().isEmpty() ? QString() : tooSmall(button->minimumSizeHint());
    return {};
}

/// A button or label whose text is shortened with dots on purpose says so.
inline bool isElided(const QWidget* widget)
{
    return widget->property("elided").toBool();
}

/// Buttons that are made to be higher or lower than their style says.
inline QStringList misshapenButtons(const QWidget& window)
{
    QStringList wrong;
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
        const int wanted = button->sizeHint().height();
        const QSize hint = button->minimumSizeHint();
        const int least = hint.isValid() ? hint.height() : wanted;
        const bool isShown = button->isVisible() && !button->text().isEmpty() && wanted > 0;
        if (isShown && (button->minimumHeight() > wanted + 1 || button->height() + 1 < least))
            wrong << pathOf(button)
                    + QStringLiteral(": %1 high, %2 wanted, %3 at least ")
                          .arg(button->height())
                          .arg(wanted)
                          .arg(button->minimumHeight())
                    + button->text().left(60);
    }
    return wrong;
}

/// A text that may be left out where there is no room for all of it, and is.
inline bool isLeftOut(const QWidget* widget)
{
    return widget->height() == 0
        && widget->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
}

inline QStringList clippedTexts(const QWidget& window)
{
    QStringList clipped;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || isElided(widget) || isLeftOut(widget))
            continue;
        const QString what = clipping(widget);
        if (!what.isEmpty())
            clipped << pathOf(widget) + QStringLiteral(": ") + what + QStringLiteral(" ")
                    + widget->property("text").toString().left(60);
    }
    return clipped;
}

} // namespace weir::test
